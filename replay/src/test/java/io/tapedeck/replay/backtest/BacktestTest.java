package io.tapedeck.replay.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.replay.JournalVerifier;
import io.tapedeck.replay.Tape;
import io.tapedeck.replay.TapeRecord;
import io.tapedeck.replay.Verification;
import io.tapedeck.replay.tick.TapeTick;
import io.tapedeck.replay.tick.TickSource;
import io.tapedeck.replay.tick.Ticks;
import io.tapedeck.replay.venue.FillRules;
import io.tapedeck.risk.core.ChainHash;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.Formats;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What must hold of every run, on markets that walk about and strategies that trade a lot. */
class BacktestTest {
  private static final Ticks WALK = Ticks.walk(42, 6_000);

  private static BacktestPlan plan() {
    FillRules rules =
        new FillRules(
            50_000_000,
            10_000_000,
            FillRules.Queue.BACK,
            FillRules.DEFAULT.fees(),
            1,
            3_600_000_000_000L);
    return Plans.plan(
        rules,
        Plans.limits(Map.of("max_notional_per_position", "900", "max_repeated_orders", "1000")),
        Plans.cross(),
        Plans.maker());
  }

  /** Everything that a run does, as text, each with the number of ticks read by then. */
  private static final class Log implements BacktestListener {
    private final List<String> lines = new ArrayList<>();
    private int read;

    TickSource counting(TickSource source) {
      return new TickSource() {
        @Override
        public boolean next(TapeTick into) {
          read++;
          return source.next(into);
        }

        @Override
        public List<Lane> lanes() {
          return source.lanes();
        }

        @Override
        public SortedMap<Integer, Range> ranges() {
          return source.ranges();
        }

        @Override
        public List<String> leftOut() {
          return source.leftOut();
        }

        @Override
        public void close() {
          source.close();
        }
      };
    }

    private void add(Object what) {
      lines.add(read + " " + what);
    }

    List<String> until(int ticks) {
      return lines.stream()
          .filter(line -> Integer.parseInt(line.substring(0, line.indexOf(' '))) <= ticks)
          .toList();
    }

    @Override
    public void journalled(JournalEntry entry, List<Decision> decisions, ChainHash chain) {
      add(chain); // over the entry and the decisions, as they are written
    }

    @Override
    public void orderEvent(OrderEvent event, @Nullable OrderCommand command, long nowNanos) {
      add(nowNanos + " " + event);
    }
  }

  private static Log log(int ticks) {
    Log log = new Log();
    BacktestRun.of(plan(), log.counting(WALK.source(ticks)), log);
    return log;
  }

  private static final Log WHOLE = log(WALK.size());

  @Test
  void strategiesTradeAndAreRefusedInTheWalk() {
    BacktestResult result = BacktestRun.of(plan(), WALK.source());

    assertThat(result.trading().fills()).hasSizeGreaterThan(100).anyMatch(Fill::maker);
    assertThat(result.trading().trips()).hasSizeGreaterThan(10);
    assertThat(result.counts().denials()).isNotEmpty();
    assertThat(result.counts().events())
        .containsKeys(OrderEventKind.REPLACED, OrderEventKind.FILLED);
  }

  @Test
  void everyRunIsTheSameOnAnyThread() {
    String first = ResultJson.figures(BacktestRun.of(plan(), WALK.source())).toString();
    List<String> others =
        IntStream.range(0, 4)
            .parallel()
            .mapToObj(i -> BacktestRun.of(plan(), WALK.source()))
            .map(result -> ResultJson.figures(result) + "" + ResultJson.fills(result))
            .toList();

    assertThat(others).allSatisfy(other -> assertThat(other).startsWith(first)).hasSize(4);
    assertThat(others.stream().distinct()).hasSize(1);
  }

  /** No look-ahead: what was done before a tick does not depend on whether there is a later one. */
  @Property(tries = 8)
  void aTapeThatEndsEarlierChangesNothingBefore(@ForAll @IntRange(min = 1, max = 5_999) int cut) {
    assertThat(log(cut).until(cut)).isEqualTo(WHOLE.until(cut));
  }

  /** Cash by fills alone, marked at the last price, is risk's equity; trips are its realised. */
  @Test
  void booksKeptTwiceAgree() {
    Map<AccountId, Long> cash = new HashMap<>();
    Map<AccountId, Map<String, Long>> held = new HashMap<>();
    BacktestResult result = BacktestRun.of(plan(), WALK.source());
    for (Fill fill : result.trading().fills()) {
      long signed = fill.side().sign() * fill.quantity();
      long value = FixedPoint.multiply(fill.price(), signed);
      cash.merge(fill.account(), -value - fill.fee(), Long::sum);
      held.computeIfAbsent(fill.account(), fresh -> new HashMap<>())
          .merge(fill.instrument().value(), signed, Long::sum);
    }
    assertThat(result.accounts()).hasSize(2);
    result
        .accounts()
        .forEach(
            account -> {
              double equity = 10_000 + cash.get(account.account()) / 1e9;
              for (Map.Entry<String, Long> one : held.get(account.account()).entrySet()) {
                double[] prices =
                    result.curves().prices().entrySet().stream()
                        .filter(price -> price.getKey().value().equals(one.getKey()))
                        .findFirst()
                        .orElseThrow()
                        .getValue();
                equity += one.getValue() / 1e9 * prices[prices.length - 1];
              }
              var figures = account.figures();
              assertThat(figures).isNotNull();
              assertThat(equity)
                  .isCloseTo(figures == null ? 0 : figures.equity().raw() / 1e9, within(1e-6));
            });
  }

  /** The production verifier accepts what a backtest journals: it is the same engine and chain. */
  @Test
  void itsJournalReplaysUnderTheVerifier() {
    Kept kept = new Kept();
    BacktestResult result = BacktestRun.of(plan(), WALK.source(), kept);

    Verification found = new JournalVerifier(kept, entries -> {}).verify();

    assertThat(found.first()).isNull();
    assertThat(found.entries()).isEqualTo(result.counts().entries());
    assertThat(found.decisions()).isGreaterThan(100);
    assertThat(found.heads()).containsExactly(result.ending().chain());
  }

  /** The journal and the decisions as they would lie on their topics. */
  private static final class Kept implements BacktestListener, Tape {
    private final Formats formats = Formats.offline();
    private final Map<String, List<TapeRecord>> topics = new HashMap<>();

    @Override
    public void journalled(JournalEntry entry, List<Decision> decisions, ChainHash chain) {
      for (Decision decision : decisions) {
        put(Topics.RISK_DECISIONS, decision.account(), decision, Map.of());
      }
      put(Topics.RISK_JOURNAL, entry.account(), entry, Map.of(ChainHash.HEADER, chain.bytes()));
    }

    private <T> void put(
        Topic<T> topic, @Nullable AccountId account, T value, Map<String, byte[]> headers) {
      List<TapeRecord> records = topics.computeIfAbsent(topic.name(), n -> new ArrayList<>());
      byte[] key = (account == null ? "*" : account.value()).getBytes(StandardCharsets.UTF_8);
      records.add(
          new TapeRecord(
              new Coordinates(topic.name(), 0, records.size()),
              0,
              key,
              formats.of(topic).encode(value),
              headers));
    }

    @Override
    public int partitions(Topic<?> topic) {
      return 1;
    }

    @Override
    public Records records(Topic<?> topic, int partition) {
      Iterator<TapeRecord> records = topics.getOrDefault(topic.name(), List.of()).iterator();
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
