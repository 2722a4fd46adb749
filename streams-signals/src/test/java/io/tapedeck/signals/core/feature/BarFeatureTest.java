package io.tapedeck.signals.core.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.Trade;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseBarSeriesBuilder;
import org.ta4j.core.Indicator;
import org.ta4j.core.indicators.ATRIndicator;
import org.ta4j.core.indicators.EMAIndicator;
import org.ta4j.core.indicators.MACDIndicator;
import org.ta4j.core.indicators.ROCIndicator;
import org.ta4j.core.indicators.RSIIndicator;
import org.ta4j.core.indicators.SMAIndicator;
import org.ta4j.core.indicators.StochasticOscillatorDIndicator;
import org.ta4j.core.indicators.StochasticOscillatorKIndicator;
import org.ta4j.core.indicators.bollinger.BollingerBandsLowerIndicator;
import org.ta4j.core.indicators.bollinger.BollingerBandsMiddleIndicator;
import org.ta4j.core.indicators.bollinger.BollingerBandsUpperIndicator;
import org.ta4j.core.indicators.bollinger.PercentBIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.indicators.helpers.CombineIndicator;
import org.ta4j.core.indicators.helpers.VolumeIndicator;
import org.ta4j.core.indicators.statistics.StandardDeviationIndicator;
import org.ta4j.core.indicators.volume.OnBalanceVolumeIndicator;
import org.ta4j.core.num.DoubleNum;
import org.ta4j.core.num.Num;

/** Features of bars against ta4j's indicators on bars that the test makes by itself. */
class BarFeatureTest {
  private static final List<String> SPECS = List.of("500ms", "7t", "4.5v", "1s", "1t");

  /** A bar as the test sees it. */
  private record Bar(
      double open, double high, double low, double close, double volume, double turnover) {}

  @Property(tries = 12)
  void equalTa4jOnTheSameBars(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    List<Trade> trades = trades(seed, 9_000);
    for (String text : SPECS) {
      BarSpec spec = BarSpec.parse(text);
      List<Bar> bars = bars(trades, spec);
      assertThat(bars).as("bars of %s", text).hasSizeGreaterThan(21);
      FeatureVector vector = of(text);
      Features features = vector.start();
      trades.forEach(trade -> FeaturesPropertyTest.feed(features, trade));
      assertThat(features.series(0).bars()).isEqualTo(bars.size());
      Map<BarFeature, Double> expected = oracle(bars);
      for (BarFeature feature : BarFeature.values()) {
        double value = features.series(0).value(feature);
        double wanted = bars.size() < feature.warmUpBars() ? 0 : expected.get(feature);
        assertThat(value)
            .as("%s@%s of %d bars", feature.key(), text, bars.size())
            .isCloseTo(wanted, within(1e-7 * Math.max(1, Math.abs(wanted))));
      }
    }
  }

  private static Map<BarFeature, Double> oracle(List<Bar> bars) {
    BarSeries series =
        new BaseBarSeriesBuilder().withNumTypeOf(DoubleNum.class).withName("oracle").build();
    Instant begin = Instant.EPOCH;
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      series.addBar(
          Duration.ofSeconds(1),
          begin.plusSeconds(i + 1).atZone(ZoneOffset.UTC),
          bar.open(),
          bar.high(),
          bar.low(),
          bar.close(),
          bar.volume());
    }
    ClosePriceIndicator close = new ClosePriceIndicator(series);
    MACDIndicator macd = new MACDIndicator(close, 12, 26);
    EMAIndicator signal = new EMAIndicator(macd, 9);
    SMAIndicator mean = new SMAIndicator(close, 20);
    StandardDeviationIndicator deviation = new StandardDeviationIndicator(close, 20);
    BollingerBandsMiddleIndicator middle = new BollingerBandsMiddleIndicator(mean);
    Num two = series.numOf(2);
    Indicator<Num> upper = new BollingerBandsUpperIndicator(middle, deviation, two);
    Indicator<Num> lower = new BollingerBandsLowerIndicator(middle, deviation, two);
    VolumeIndicator volume = new VolumeIndicator(series);
    StochasticOscillatorKIndicator k = new StochasticOscillatorKIndicator(series, 14);
    Map<BarFeature, Indicator<Num>> indicators = new EnumMap<>(BarFeature.class);
    indicators.put(BarFeature.RSI, new RSIIndicator(close, 14));
    indicators.put(BarFeature.MACD, macd);
    indicators.put(BarFeature.MACD_SIGNAL, signal);
    indicators.put(BarFeature.MACD_HISTOGRAM, CombineIndicator.minus(macd, signal));
    indicators.put(BarFeature.BOLLINGER_BANDS, new PercentBIndicator(close, 20, 2));
    indicators.put(BarFeature.BOLLINGER_UPPER, upper);
    indicators.put(BarFeature.BOLLINGER_LOWER, lower);
    indicators.put(
        BarFeature.BOLLINGER_WIDTH,
        CombineIndicator.divide(CombineIndicator.minus(upper, lower), mean));
    indicators.put(BarFeature.MOVING_AVERAGE_20, mean);
    indicators.put(BarFeature.MOVING_AVERAGE_50, new SMAIndicator(close, 50));
    indicators.put(BarFeature.MOVING_AVERAGE_200, new SMAIndicator(close, 200));
    indicators.put(BarFeature.EWMA, new EMAIndicator(close, 20));
    indicators.put(
        BarFeature.VOLUME_RATIO, CombineIndicator.divide(volume, new SMAIndicator(volume, 20)));
    indicators.put(BarFeature.PRICE_MOMENTUM, new ROCIndicator(close, 10));
    indicators.put(BarFeature.ATR, new ATRIndicator(series, 14));
    indicators.put(BarFeature.OBV, new OnBalanceVolumeIndicator(series));
    indicators.put(BarFeature.STOCHASTIC_K, k);
    indicators.put(BarFeature.STOCHASTIC_D, new StochasticOscillatorDIndicator(k));
    indicators.put(BarFeature.BAR_RETURN_1, new ROCIndicator(close, 1));
    indicators.put(BarFeature.BAR_RETURN_5, new ROCIndicator(close, 5));
    indicators.put(BarFeature.BAR_RETURN_20, new ROCIndicator(close, 20));
    Map<BarFeature, Double> values = new EnumMap<>(BarFeature.class);
    indicators.forEach(
        (feature, indicator) ->
            values.put(feature, indicator.getValue(series.getEndIndex()).doubleValue()));
    for (BarFeature inPercent :
        List.of(BarFeature.BAR_RETURN_1, BarFeature.BAR_RETURN_5, BarFeature.BAR_RETURN_20)) {
      values.computeIfPresent(inPercent, (feature, value) -> value * 100);
    }
    values.put(BarFeature.VWAP, vwap(bars));
    values.put(BarFeature.REALIZED_VOLATILITY, realizedVolatility(bars));
    return values;
  }

  private static double vwap(List<Bar> bars) {
    List<Bar> last = bars.subList(bars.size() - 20, bars.size());
    return last.stream().mapToDouble(Bar::turnover).sum()
        / last.stream().mapToDouble(Bar::volume).sum();
  }

  private static double realizedVolatility(List<Bar> bars) {
    double squares = 0;
    for (int i = bars.size() - 20; i < bars.size(); i++) {
      squares += Math.pow(bars.get(i).close() / bars.get(i - 1).close() - 1, 2);
    }
    return Math.sqrt(squares / 20) * 10_000;
  }

  /** Cuts the trades into bars from the list as a whole, not one by one. */
  private static List<Bar> bars(List<Trade> trades, BarSpec spec) {
    List<Bar> bars = new ArrayList<>();
    int from = 0;
    while (from < trades.size()) {
      int to = from;
      double volume = 0;
      boolean full = false;
      long interval = Math.floorDiv(clock(trades, from), spec.size());
      while (to < trades.size() && !full) {
        if (spec.kind() == BarSpec.Kind.TIME
            && Math.floorDiv(clock(trades, to), spec.size()) != interval) {
          full = true;
          continue;
        }
        volume += trades.get(to).size().raw();
        to++;
        full =
            spec.kind() == BarSpec.Kind.TICKS && to - from == spec.size()
                || spec.kind() == BarSpec.Kind.VOLUME && volume >= spec.size();
      }
      if (full) {
        bars.add(bar(trades.subList(from, to)));
      }
      from = to;
    }
    return bars;
  }

  private static long clock(List<Trade> trades, int at) {
    long latest = Long.MIN_VALUE;
    for (int i = Math.max(0, at - 200); i <= at; i++) {
      latest = Math.max(latest, trades.get(i).eventNanos());
    }
    return latest;
  }

  private static Bar bar(List<Trade> trades) {
    double[] prices = trades.stream().mapToDouble(t -> t.price().raw() / 1e9).toArray();
    double volume = trades.stream().mapToDouble(t -> t.size().raw() / 1e9).sum();
    double turnover =
        trades.stream().mapToDouble(t -> t.price().raw() / 1e9 * (t.size().raw() / 1e9)).sum();
    return new Bar(
        prices[0],
        java.util.Arrays.stream(prices).max().orElseThrow(),
        java.util.Arrays.stream(prices).min().orElseThrow(),
        prices[prices.length - 1],
        volume,
        turnover);
  }

  private static List<Trade> trades(long seed, int ticks) {
    return FeaturesPropertyTest.ofBtc(seed, ticks).stream()
        .filter(Trade.class::isInstance)
        .map(Trade.class::cast)
        .toList();
  }

  private static FeatureVector of(String spec) {
    List<String> names = new ArrayList<>();
    for (BarFeature feature : BarFeature.values()) {
      names.add(feature.key() + "@" + spec);
    }
    return FeatureVector.of(names);
  }

  @Test
  void nothingMovesIsNeutral() {
    FeatureVector vector = of("1t");
    Features features = vector.start();
    for (int i = 0; i < 250; i++) {
      features.onTrade(i, 5_000_000_000L, 1_000_000_000L, AggressorSide.BUY);
    }

    assertThat(vector.warm(features)).isTrue();
    assertThat(features.series(0).value(BarFeature.RSI)).isEqualTo(50);
    assertThat(features.series(0).value(BarFeature.STOCHASTIC_K)).isEqualTo(50);
    assertThat(features.series(0).value(BarFeature.BOLLINGER_BANDS)).isEqualTo(0.5);
    assertThat(features.series(0).value(BarFeature.VOLUME_RATIO)).isEqualTo(1);
    float[] values = new float[vector.width()];
    vector.compute(features, values);
    for (float value : values) {
      assertThat(value).isFinite();
    }
  }

  @Test
  void barsAreReadFromNames() {
    assertThat(Feature.named("rsi").spec()).isEqualTo(BarSpec.DEFAULT);
    assertThat(Feature.named("rsi@5m").spec().size()).isEqualTo(300_000_000_000L);
    assertThat(Feature.named("atr@100t").spec().kind()).isEqualTo(BarSpec.Kind.TICKS);
    assertThat(Feature.named("obv@2.5v").spec().size()).isEqualTo(2_500_000_000L);
    assertThat(FeatureVector.of(List.of("rsi", "atr@1s", "obv@1000ms", "rsi@1m")).bars())
        .hasSize(2);
    for (String wrong :
        List.of("rsi@", "rsi@0s", "rsi@1.5s", "rsi@-1v", "rsi@1x", "rsi@99999999999999h")) {
      assertThatThrownBy(() -> Feature.named(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is no bar");
    }
    assertThatThrownBy(() -> Feature.named("spread_bps@1s"))
        .hasMessageContaining("unknown feature \"spread_bps@1s\"");
  }

  @Test
  void seriesThatMissedTradesBeginsAnew() {
    List<Trade> trades = trades(3, 2_000);
    Features whole = of("1t").start();
    trades.forEach(trade -> FeaturesPropertyTest.feed(whole, trade));
    Features before = of("1t").start();
    trades.subList(0, 30).forEach(trade -> FeaturesPropertyTest.feed(before, trade));
    byte[] stale = FeaturesPropertyTest.seriesBytes(before, 0);

    Features back = of("1t").start();
    back.read(java.nio.ByteBuffer.wrap(FeaturesPropertyTest.bytes(whole)));
    back.readSeries(0, java.nio.ByteBuffer.wrap(stale));
    assertThat(back.series(0).bars()).isZero();

    back.readSeries(0, java.nio.ByteBuffer.wrap(FeaturesPropertyTest.seriesBytes(whole, 0)));
    assertThat(back.series(0).bars()).isEqualTo(trades.size());
  }

  @Test
  void unusualTradesChangeNothing() {
    Features features = of("1t").start();
    MarketEvent trade = trades(3, 100).get(0);
    FeaturesPropertyTest.feed(features, trade);
    byte[] before = FeaturesPropertyTest.seriesBytes(features, 0);
    features.onTrade(1, 0, 1, AggressorSide.BUY);
    features.onTrade(1, -5, 1, AggressorSide.BUY);
    features.onTrade(1, 5, -1, AggressorSide.SELL);

    assertThat(FeaturesPropertyTest.seriesBytes(features, 0)).isEqualTo(before);
  }
}
