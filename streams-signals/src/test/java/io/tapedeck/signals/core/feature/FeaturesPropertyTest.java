package io.tapedeck.signals.core.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.Quote;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.signals.Ticks;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class FeaturesPropertyTest {
  private static final MathContext EXACT = MathContext.DECIMAL128;

  /** Every feature of ticks, and every one of bars of time, trades and volume. */
  static final FeatureVector ALL = FeatureVector.of(allNames());

  private static List<String> allNames() {
    List<String> names = new ArrayList<>();
    for (TickFeature feature : TickFeature.values()) {
      names.add(feature.key());
    }
    for (BarFeature feature : BarFeature.values()) {
      for (String bars : List.of("", "@5t", "@3v")) {
        names.add(feature.key() + bars);
      }
    }
    return names;
  }

  @Property(tries = 40)
  void equalsRecomputationFromScratch(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @IntRange(min = 30, max = 400) int count) {
    List<MarketEvent> ticks = ofBtc(seed, count);
    Features features = ALL.start();
    ticks.forEach(tick -> feed(features, tick));
    if (!features.warm()) {
      return;
    }
    Scratch scratch = new Scratch(ticks);
    for (TickFeature feature : TickFeature.values()) {
      double expected = scratch.of(feature).doubleValue();
      assertThat(feature.of(features))
          .as(feature.key())
          .isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
    }
  }

  @Property(tries = 40)
  void bytesContinueExactly(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @IntRange(min = 0, max = 300) int cut) {
    List<MarketEvent> ticks = ofBtc(seed, 600);
    int at = Math.min(cut, ticks.size());
    Features whole = ALL.start();
    Features before = ALL.start();
    ticks.forEach(tick -> feed(whole, tick));
    ticks.subList(0, at).forEach(tick -> feed(before, tick));

    Features after = ALL.start();
    after.read(ByteBuffer.wrap(bytes(before)));
    for (int i = 0; i < after.seriesCount(); i++) {
      after.readSeries(i, ByteBuffer.wrap(seriesBytes(before, i)));
    }
    ticks.subList(at, ticks.size()).forEach(tick -> feed(after, tick));

    assertThat(bytes(after)).isEqualTo(bytes(whole));
    float[] ofAfter = new float[ALL.width()];
    float[] ofWhole = new float[ALL.width()];
    ALL.compute(after, ofAfter);
    ALL.compute(whole, ofWhole);
    assertThat(ofAfter).isEqualTo(ofWhole);
    for (int i = 0; i < after.seriesCount(); i++) {
      assertThat(seriesBytes(after, i)).isEqualTo(seriesBytes(whole, i));
    }
  }

  @Property(tries = 40)
  void cuttingTheTapeChangesNothingBefore(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @IntRange(min = 20, max = 2_000) int cut) {
    List<MarketEvent> ticks = ofBtc(seed, 5_000);
    FeatureVector vector = ALL;
    Features whole = vector.start();
    Features cutOff = vector.start();
    float[] ofWhole = new float[vector.width()];
    float[] ofCut = new float[vector.width()];
    for (int i = 0; i < ticks.size(); i++) {
      feed(whole, ticks.get(i));
      if (i == Math.min(cut, ticks.size() - 1)) {
        vector.compute(whole, ofWhole);
      }
    }
    ticks.subList(0, Math.min(cut, ticks.size() - 1) + 1).forEach(tick -> feed(cutOff, tick));
    vector.compute(cutOff, ofCut);

    assertThat(ofCut).isEqualTo(ofWhole);
  }

  static List<MarketEvent> ofBtc(long seed, int count) {
    return Ticks.market(seed, count).stream()
        .filter(tick -> tick.instrument().equals(Ticks.BTC))
        .toList();
  }

  static void feed(Features features, MarketEvent tick) {
    if (tick instanceof Quote q) {
      features.onQuote(
          q.eventNanos(),
          q.bidPrice().raw(),
          q.bidSize().raw(),
          q.askPrice().raw(),
          q.askSize().raw());
    } else if (tick instanceof Trade t) {
      features.onTrade(t.eventNanos(), t.price().raw(), t.size().raw(), t.aggressor());
    }
  }

  static byte[] seriesBytes(Features features, int index) {
    ByteBuffer out = ByteBuffer.allocate(BarSeries.BYTES);
    features.series(index).write(out);
    assertThat(out.remaining()).isZero();
    return out.array();
  }

  static byte[] bytes(Features features) {
    ByteBuffer out = ByteBuffer.allocate(Features.BYTES);
    features.write(out);
    assertThat(out.remaining()).isZero();
    return out.array();
  }

  /** Every feature by its definition, in decimals, from the list of all ticks. */
  private static final class Scratch {
    private final List<MarketEvent> ticks;
    private final List<Quote> quotes;

    Scratch(List<MarketEvent> ticks) {
      this.ticks = ticks;
      this.quotes = ticks.stream().filter(Quote.class::isInstance).map(Quote.class::cast).toList();
    }

    BigDecimal of(TickFeature feature) {
      Quote last = quotes.get(quotes.size() - 1);
      BigDecimal mid = mid(last);
      return switch (feature) {
        case SPREAD_BPS -> bps(big(last.askPrice().raw() - last.bidPrice().raw()), mid);
        case BOOK_IMBALANCE -> ratio(last.bidSize().raw(), last.askSize().raw());
        case MICROPRICE_BPS -> bps(micro(last).subtract(mid), mid);
        case RETURN_1S_BPS -> meanReturn(1);
        case RETURN_10S_BPS -> meanReturn(10);
        case RETURN_60S_BPS -> meanReturn(60);
        case VOLATILITY_BPS -> volatility();
        case TRADE_IMBALANCE_1S -> imbalance(1);
        case TRADE_IMBALANCE_10S -> imbalance(10);
        case TRADE_INTENSITY -> sum(10, t -> BigDecimal.ONE).divide(big(10), EXACT);
        case LAST_TRADE_BPS -> lastTrade(mid);
        case MID -> price(mid);
        case MICROPRICE -> price(micro(last));
        case SPREAD -> price(big(last.askPrice().raw() - last.bidPrice().raw()));
        case EWMA_1S -> price(mean(1));
        case EWMA_10S -> price(mean(10));
        case EWMA_60S -> price(mean(60));
        case VWAP_60S -> vwap();
        case VWAP_60S_BPS ->
            vwap().signum() == 0 ? BigDecimal.ZERO : bps(price(mid).subtract(vwap()), vwap());
        case TIME_OF_DAY -> timeOfDay();
        case TIME_OF_DAY_SIN -> angle(Math::sin);
        case TIME_OF_DAY_COS -> angle(Math::cos);
      };
    }

    private static BigDecimal mid(Quote quote) {
      return big(quote.bidPrice().raw()).add(big(quote.askPrice().raw())).divide(big(2), EXACT);
    }

    private static BigDecimal micro(Quote quote) {
      BigDecimal sizes = big(quote.bidSize().raw()).add(big(quote.askSize().raw()));
      return big(quote.askPrice().raw())
          .multiply(big(quote.bidSize().raw()))
          .add(big(quote.bidPrice().raw()).multiply(big(quote.askSize().raw())))
          .divide(sizes, EXACT);
    }

    private static BigDecimal price(BigDecimal raw) {
      return raw.movePointLeft(9);
    }

    private BigDecimal vwap() {
      BigDecimal volume = sum(60, t -> big(t.size().raw()));
      return volume.signum() == 0
          ? BigDecimal.ZERO
          : price(
              sum(60, t -> big(t.size().raw()).multiply(big(t.price().raw())))
                  .divide(volume, EXACT));
    }

    private BigDecimal timeOfDay() {
      long latest = ticks.stream().mapToLong(MarketEvent::eventNanos).max().orElseThrow();
      Instant at = Instant.ofEpochSecond(0, latest);
      long nanos = at.atZone(ZoneOffset.UTC).toLocalTime().toNanoOfDay();
      return big(nanos).divide(big(86_400_000_000_000L), EXACT);
    }

    private BigDecimal angle(DoubleUnaryOperator of) {
      return BigDecimal.valueOf(of.applyAsDouble(2 * Math.PI * timeOfDay().doubleValue()));
    }

    private BigDecimal meanReturn(int tau) {
      BigDecimal mean = mean(tau);
      return bps(mid(quotes.get(quotes.size() - 1)).subtract(mean), mean);
    }

    private BigDecimal mean(int tau) {
      BigDecimal mean = mid(quotes.get(0));
      for (int i = 1; i < quotes.size(); i++) {
        BigDecimal old = mid(quotes.get(i - 1));
        mean = old.add(mean.subtract(old).multiply(kept(tau, step(i)), EXACT), EXACT);
      }
      return mean;
    }

    private BigDecimal volatility() {
      BigDecimal variance = BigDecimal.ZERO;
      for (int i = 1; i < quotes.size(); i++) {
        BigDecimal old = mid(quotes.get(i - 1));
        BigDecimal change = mid(quotes.get(i)).subtract(old).divide(old, EXACT);
        variance = variance.multiply(kept(10, step(i)), EXACT).add(change.pow(2, EXACT), EXACT);
      }
      return variance.divide(big(10), EXACT).sqrt(EXACT).multiply(big(10_000));
    }

    /** How far the clock of quotes went with quote i. */
    private long step(int i) {
      long before = quotes.subList(0, i).stream().mapToLong(Quote::eventNanos).max().orElseThrow();
      return Math.max(0, quotes.get(i).eventNanos() - before);
    }

    private BigDecimal imbalance(int tau) {
      BigDecimal total = sum(tau, t -> big(t.size().raw()));
      return total.signum() == 0
          ? BigDecimal.ZERO
          : sum(
                  tau,
                  t -> big(t.aggressor() == AggressorSide.BUY ? t.size().raw() : -t.size().raw()))
              .divide(total, EXACT);
    }

    /** A sum over trades, each forgotten over the time of the quotes after it. */
    private BigDecimal sum(int tau, Function<Trade, BigDecimal> what) {
      BigDecimal sum = BigDecimal.ZERO;
      int quote = 0;
      long tradeClock = Long.MIN_VALUE;
      for (MarketEvent tick : ticks) {
        if (tick instanceof Quote) {
          if (quote > 0) {
            sum = sum.multiply(kept(tau, step(quote)), EXACT);
          }
          quote++;
        } else if (tick instanceof Trade trade) {
          if (quote == 0 && tradeClock != Long.MIN_VALUE) {
            sum = sum.multiply(kept(tau, Math.max(0, trade.eventNanos() - tradeClock)), EXACT);
          }
          tradeClock = Math.max(tradeClock, trade.eventNanos());
          sum = sum.add(what.apply(trade));
        }
      }
      return sum;
    }

    private BigDecimal lastTrade(BigDecimal mid) {
      BigDecimal price = null;
      for (MarketEvent tick : ticks) {
        price = tick instanceof Trade trade ? big(trade.price().raw()) : price;
      }
      return price == null ? BigDecimal.ZERO : bps(price.subtract(mid), mid);
    }

    private static BigDecimal kept(int tau, long nanos) {
      BigDecimal seconds = big(nanos).movePointLeft(9);
      return big(tau).divide(big(tau).add(seconds), EXACT);
    }

    private static BigDecimal ratio(long a, long b) {
      return big(a - b).divide(big(a + b), EXACT);
    }

    private static BigDecimal bps(BigDecimal part, BigDecimal whole) {
      return part.multiply(big(10_000)).divide(whole, EXACT);
    }

    private static BigDecimal big(long value) {
      return BigDecimal.valueOf(value);
    }
  }
}
