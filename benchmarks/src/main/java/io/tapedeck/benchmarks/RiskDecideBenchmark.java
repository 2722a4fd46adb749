package io.tapedeck.benchmarks;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.domain.signal.Evidence;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.risk.core.Outcome;
import io.tapedeck.risk.core.RiskEngine;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.schemas.Topics;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** {@code decide} on an account with 50 positions and every control switched on. */
@State(Scope.Thread)
@Fork(1)
@BenchmarkMode({Mode.SampleTime, Mode.AverageTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class RiskDecideBenchmark {
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int POSITIONS = 50;
  private static final int INTENTS = 4096;
  private static final long SECOND = 1_000_000_000L;
  private static final AccountId ACCOUNT = new AccountId("main");
  private static final Coordinates SOURCE = new Coordinates(Topics.ORDER_INTENTS.name(), 0, 1);

  private static final StrategyId STRATEGY = new StrategyId("bench");
  private static final Evidence EVIDENCE = Evidence.byHand(SOURCE);

  private final IntentId[] ids = new IntentId[INTENTS];
  private final InstrumentId[] instruments = new InstrumentId[POSITIONS];
  private final OrderAction[] submits = new OrderAction[POSITIONS];
  private final RiskState state = new RiskState();
  private long seq;
  private long accountSeq;
  private long now = 1_723_161_254L * SECOND;
  private int next;

  @Setup(Level.Trial)
  public void prepare() {
    for (int i = 0; i < INTENTS; i++) {
      ids[i] = new IntentId("8fc70d93-a577-557c-af45-" + (100_000_000_000L + i));
    }
    for (int i = 0; i < POSITIONS; i++) {
      instruments[i] = InstrumentId.of("KRAKEN", "C" + i + "/USD");
      submits[i] =
          new OrderAction.Submit(OrderTerms.limit(Side.BUY, Quantity.of("1.5"), price(i, 0)));
    }
    apply(null, new JournalEvent.LimitsObserved(limits()));
    for (int day = 0; day < 6; day++) {
      apply(null, new JournalEvent.ClockTicked(RiskEngine.DAY_ROLL));
      for (int minute = 0; minute < 20; minute++) {
        marks(day * 20 + minute);
        now += 60 * SECOND;
      }
      now += 86_400 * SECOND;
    }
    apply(null, new JournalEvent.ClockTicked(RiskEngine.DAY_ROLL));
    marks(0);
    for (int i = 0; i < POSITIONS; i++) {
      apply(ACCOUNT, new JournalEvent.OrderEventReceived(fill(i)));
    }
  }

  private static Price price(int i, int step) {
    return new Price((100 + i) * FixedPoint.ONE + (step * 7 + i * 3) % 11 * 10_000_000L);
  }

  private void marks(int step) {
    for (int i = 0; i < POSITIONS; i++) {
      Price price = price(i, step);
      Coordinates tick = new Coordinates(Topics.MARKET_TICKS.name(), 0, step);
      apply(
          null,
          new JournalEvent.MarksObserved(
              List.of(new Mark(instruments[i], price, price, price, now, now, tick))));
    }
  }

  private OrderEvent fill(int i) {
    Execution execution =
        new Execution(
            new ExecutionId("T" + i),
            Side.BUY,
            Quantity.of("10"),
            price(i, 0),
            Money.of("0.1"),
            "USD",
            false);
    return event(new IntentId("opened-" + i), OrderEventKind.FILLED, instruments[i], execution);
  }

  private OrderEvent event(
      IntentId intent,
      OrderEventKind kind,
      InstrumentId instrument,
      @Nullable Execution execution) {
    return new OrderEvent(
        ACCOUNT, intent, instrument, kind, null, null, now, now, execution, null, null, null, "");
  }

  private static RiskLimits limits() {
    Map<String, String> values =
        Map.ofEntries(
            Map.entry("capital", "10000000"),
            Map.entry("max_order_value", "100000"),
            Map.entry("max_notional_per_position", "1000000"),
            Map.entry("max_concentration_percent", "25"),
            Map.entry("max_daily_loss", "500000"),
            Map.entry("max_weekly_loss", "1000000"),
            Map.entry("max_monthly_loss", "2000000"),
            Map.entry("max_mark_age_seconds", "86400"),
            Map.entry("min_order_size", "0.001"),
            Map.entry("max_order_size", "1000"),
            Map.entry("min_price", "0.01"),
            Map.entry("max_price", "100000"),
            Map.entry("max_slippage_percent", "5"),
            Map.entry("max_price_deviation_percent", "50"),
            Map.entry("max_shares", "10000"),
            Map.entry("max_short_notional", "100000"),
            Map.entry("max_total_exposure", "5000000"),
            Map.entry("max_open_positions", "100"),
            Map.entry("max_open_orders", "100"),
            Map.entry("max_leverage", "2"),
            Map.entry("min_margin_percent", "10"),
            Map.entry("max_loss_per_trade", "10000"),
            Map.entry("default_stop_loss_percent", "2"),
            Map.entry("drawdown_threshold_percent", "50"),
            Map.entry("daily_loss_threshold", "900000"),
            Map.entry("max_consecutive_losses", "50"),
            Map.entry("max_trades_per_day", "9000000000"),
            Map.entry("max_messages_per_second", "1000"),
            Map.entry("max_repeated_orders", "9000000000"),
            Map.entry("duplicate_order_window_seconds", "0.001"),
            Map.entry("max_position_correlation", "1"),
            Map.entry("max_atr_percent", "50"),
            Map.entry("base_volatility_percent", "0.0001"),
            Map.entry("max_state_lag_seconds", "10"));
    TreeMap<String, Long> raw = new TreeMap<>();
    values.forEach((name, value) -> raw.put(name, FixedPoint.parse(value)));
    TreeMap<String, String> settings =
        new TreeMap<>(
            Map.of(
                "allow_leverage", "true",
                "enforce_correlation_check", "true",
                "enforce_market_hours", "true",
                "session_hours", "00:00-24:00",
                "session_days", "MON,TUE,WED,THU,FRI,SAT,SUN",
                "blackout_periods", "12:00-12:01",
                "allowed_instruments", "KRAKEN:*"));
    return new RiskLimits("*", 1, "bench", "", "", 0, raw, settings);
  }

  private Outcome apply(@Nullable AccountId account, JournalEvent event) {
    long number = account == null ? 0 : ++accountSeq;
    return RiskEngine.decide(state, new JournalEntry(++seq, account, number, SOURCE, now, event));
  }

  /** An approved order, and the news that it ended. */
  @Benchmark
  public Outcome decideAndRelease() {
    Outcome outcome = decide();
    release();
    return outcome;
  }

  /** Nanoseconds and bytes of the decision alone; an order must end before the next is made. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Alone {
    /** Decisions made. */
    public long decisions;

    /** Bytes that they allocated. */
    public long bytes;

    /** Nanoseconds that they took, and one reading of the clock each. */
    public long nanos;
  }

  /** The same, with the decision told apart: divide by {@code decisions}. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public Outcome decideAlone(Alone alone) {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long begun = System.nanoTime();
    Outcome outcome = decide();
    alone.nanos += System.nanoTime() - begun;
    alone.bytes += THREADS.getCurrentThreadAllocatedBytes() - bytes;
    alone.decisions++;
    release();
    return outcome;
  }

  private Outcome decide() {
    now += 2_000_000;
    int at = next++ % INTENTS;
    InstrumentId instrument = instruments[at % POSITIONS];
    OrderIntent intent =
        new OrderIntent(
            ids[at],
            ACCOUNT,
            STRATEGY,
            instrument,
            submits[at % POSITIONS],
            now,
            now,
            now + 5 * SECOND,
            EVIDENCE);
    Outcome outcome = apply(ACCOUNT, new JournalEvent.IntentReceived(intent));
    if (outcome.commands().isEmpty()) {
      throw new IllegalStateException("denied: " + outcome.decisions().get(0).denials());
    }
    return outcome;
  }

  private void release() {
    int at = (next - 1) % INTENTS;
    apply(
        ACCOUNT,
        new JournalEvent.OrderEventReceived(
            event(ids[at], OrderEventKind.CANCELED, instruments[at % POSITIONS], null)));
  }
}
