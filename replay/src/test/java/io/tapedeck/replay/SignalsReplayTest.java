package io.tapedeck.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.signal.Signal;
import io.tapedeck.domain.signal.StrategyJournalEntry;
import io.tapedeck.domain.signal.StrategyObservation.PositionSeen;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.Formats;
import io.tapedeck.signals.core.Emit;
import io.tapedeck.signals.core.ModelException;
import io.tapedeck.signals.core.Models;
import io.tapedeck.signals.core.PipelineOutput;
import io.tapedeck.signals.core.SignalFold;
import io.tapedeck.signals.core.SignalPlan;
import io.tapedeck.signals.core.feature.FeatureVector;
import io.tapedeck.signals.core.strategy.CrossSettings;
import io.tapedeck.signals.core.strategy.MovingAverageCross;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A price that swings, a strategy that follows it, and a journal that says what it held when. */
class SignalsReplayTest {
  private static final InstrumentId BTC = new InstrumentId("KRAKEN:BTC/USD");
  private static final AccountId MAIN = new AccountId("main");
  private static final StrategyId CROSS = new StrategyId("cross");
  private static final long T0 = 1_723_161_600_000_000_000L;
  private static final Models NONE =
      sha -> {
        throw new ModelException("no model is needed");
      };
  private static final SignalPlan PLAN =
      new SignalPlan(
          FeatureVector.of(List.of("spread_bps")),
          250_000_000,
          Emit.INTERVAL,
          5_000_000_000L,
          List.of(
              new MovingAverageCross(
                  CROSS,
                  MAIN,
                  Set.of(),
                  new CrossSettings(0.5, 3, Money.of("500"), 10_000, true, 1_000_000_000L))));

  private final Written written = new Written();

  @BeforeEach
  void record() {
    List<OrderIntent> wanted = new ArrayList<>();
    SignalFold live =
        new SignalFold(
            PLAN,
            NONE,
            new PipelineOutput() {
              @Override
              public void signal(Signal signal) {
                written.put(Topics.SIGNALS, signal);
              }

              @Override
              public void intent(OrderIntent intent) {
                wanted.add(intent);
              }

              @Override
              public void fault(Signal notFinite) {}
            });
    for (int i = 0; i < 400; i++) {
      Price bid = new Price(60_000_000_000_000L + (long) (Math.sin(i / 20.0) * 1e12));
      Price ask = new Price(bid.raw() + 100_000_000L);
      long at = T0 + i * 100_000_000L;
      Quantity one = Quantity.of("1");
      Coordinates tick =
          written.put(
              Topics.MARKET_TICKS, new MarketEvent.Quote(BTC, at, at, i, bid, one, ask, one));
      if (i % 50 == 49 && !wanted.isEmpty()) {
        // what it wanted was filled, and it sees so before this tick
        Quantity held = Quantity.of(i % 100 == 49 ? "0.008" : "-0.008");
        StrategyJournalEntry seen =
            new StrategyJournalEntry(
                BTC, CROSS, tick, new PositionSeen(MAIN, held, i, new Coordinates("a", 0, i), bid));
        written.put(Topics.STRATEGY_JOURNAL, seen);
        live.journal(seen);
      }
      live.tick(tick, written.lastTick());
    }
    assertThat(wanted).hasSizeGreaterThan(5);
    wanted.forEach(intent -> written.put(Topics.ORDER_INTENTS, intent));
  }

  private SignalsReplay.Result replay() {
    return new SignalsReplay(written, PLAN, NONE).run();
  }

  @Test
  void theSameTapeGivesTheSameIntents() {
    SignalsReplay.Result found = replay();

    assertThat(found.first()).isNull();
    assertThat(found.same()).isTrue();
    assertThat(found.ticks()).isEqualTo(400);
    assertThat(found.intents()).isEqualTo(written.of(Topics.ORDER_INTENTS).size());
    assertThat(found.entries()).isPositive();
  }

  @Test
  void anIntentThatIsMissingAlteredOrTooManyIsFoundWithItsPlace() {
    List<TapeRecord> intents = written.of(Topics.ORDER_INTENTS);
    TapeRecord third = intents.remove(2);
    assertThat(replay().first()).contains("wanted again, but not on the tape");

    intents.add(2, third);
    intents.add(third);
    assertThat(replay().differences()).isEqualTo(2); // it is no other's, and out of order

    intents.remove(intents.size() - 1);
    List<TapeRecord> journal = written.of(Topics.STRATEGY_JOURNAL);
    journal.remove(journal.size() - 1);
    assertThat(replay().same()).isFalse();
  }

  private static final class Written implements Tape {
    private final Formats formats = Formats.offline();
    private final Map<String, List<TapeRecord>> topics = new HashMap<>();

    <T> Coordinates put(Topic<T> topic, T value) {
      List<TapeRecord> records = of(topic);
      Coordinates at = new Coordinates(topic.name(), 0, records.size());
      records.add(new TapeRecord(at, 0, null, formats.of(topic).encode(value), Map.of()));
      return at;
    }

    MarketEvent lastTick() {
      List<TapeRecord> ticks = of(Topics.MARKET_TICKS);
      byte[] value = ticks.get(ticks.size() - 1).value();
      return formats.of(Topics.MARKET_TICKS).decode(value == null ? new byte[0] : value);
    }

    List<TapeRecord> of(Topic<?> topic) {
      return topics.computeIfAbsent(topic.name(), fresh -> new ArrayList<>());
    }

    @Override
    public int partitions(Topic<?> topic) {
      return 1;
    }

    @Override
    public Records records(Topic<?> topic, int partition) {
      Iterator<TapeRecord> records = of(topic).iterator();
      return new Records() {
        @Override
        public boolean hasNext() {
          return records.hasNext();
        }

        @Override
        public TapeRecord next() {
          return records.next();
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public Formats formats() {
      return formats;
    }

    @Override
    public void close() {}
  }
}
