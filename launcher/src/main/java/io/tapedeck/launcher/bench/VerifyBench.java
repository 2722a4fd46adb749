package io.tapedeck.launcher.bench;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.market.Mark;
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
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.risk.JournalEvent.IntentReceived;
import io.tapedeck.domain.risk.JournalEvent.LimitsObserved;
import io.tapedeck.domain.risk.JournalEvent.MarksObserved;
import io.tapedeck.domain.risk.JournalEvent.OrderEventReceived;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.domain.signal.Evidence;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.replay.ExportedTape;
import io.tapedeck.replay.JournalVerifier;
import io.tapedeck.replay.Tape;
import io.tapedeck.replay.Verification;
import io.tapedeck.schemas.Topics;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How fast the journal is proved: a journal in memory, folded again and again by one thread. Either
 * one that was exported, or two made here: intents alone, and the mix of a demo, in which an
 * approved order brings marks before it and order events after it. Rates are a second of the
 * thread's own processor time: what others do on the machine does not count.
 */
public final class VerifyBench {
  private static final long T0 = 1_723_161_254_000_000_000L;
  private static final AccountId ACCOUNT = new AccountId("main");
  private static final int INSTRUMENTS = 4;
  private static final int INTENTS = 60_000;
  private static final Duration WARM_UP = Duration.ofSeconds(6);
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private final RiskLimits limits;
  private final Duration measured;
  private final Consumer<String> progress;

  /** Under limits, each measurement so long. */
  public VerifyBench(RiskLimits limits, Duration measured, Consumer<String> progress) {
    this.limits = limits;
    this.measured = measured;
    this.progress = progress;
  }

  /**
   * Runs it and returns the figures by name.
   *
   * @param journal exported folder, null for the journals made here
   */
  public Map<String, Object> run(@Nullable Path journal) {
    Map<String, Object> report = new LinkedHashMap<>();
    if (journal != null) {
      progress.accept("reading " + journal);
      try (ExportedTape exported = new ExportedTape(journal)) {
        measure("", MemoryTape.of(exported), report);
      }
      return report;
    }
    measure("intents_only_", intentsOnly(), report);
    measure("demo_mix_", demoMix(), report);
    return report;
  }

  private void measure(String name, MemoryTape tape, Map<String, Object> report) {
    progress.accept("verifying " + tape.size(Topics.RISK_JOURNAL) + " entries again and again");
    rounds(tape, WARM_UP);
    long begun = CPU.getCurrentThreadCpuTime();
    int rounds = rounds(tape, measured);
    double seconds = (CPU.getCurrentThreadCpuTime() - begun) / 1e9;
    long entries = tape.size(Topics.RISK_JOURNAL);
    long decisions = tape.size(Topics.RISK_DECISIONS);
    report.put(name + "entries", entries);
    report.put(name + "decisions", decisions);
    report.put(name + "bytes_per_entry", tape.bytes() / Math.max(1, entries));
    report.put(name + "entries_per_cpu_s", Math.round(rounds * entries / seconds));
    report.put(name + "decisions_per_cpu_s", Math.round(rounds * decisions / seconds));
  }

  private static int rounds(Tape tape, Duration time) {
    int rounds = 0;
    for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; rounds++) {
      Verification found = new JournalVerifier(tape, entries -> {}).verify();
      if (!found.clean()) {
        throw new IllegalStateException("the journal does not replay: " + found.first());
      }
    }
    return rounds;
  }

  private MemoryTape intentsOnly() {
    MemoryTape tape = begun();
    for (int i = 0; i < INTENTS; i++) {
      tape.append(ACCOUNT, T0 + i * 1_000_000L, intent(i));
    }
    return tape;
  }

  private MemoryTape demoMix() {
    MemoryTape tape = begun();
    for (int i = 0; i < INTENTS; i++) {
      long now = T0 + i * 1_000_000L;
      tape.append(null, now, new MarksObserved(List.of(mark(i % INSTRUMENTS, i))));
      List<Decision> decided = tape.append(ACCOUNT, now, intent(i));
      if (decided.get(0).approved()) {
        tape.append(ACCOUNT, now, event(i, OrderEventKind.ACCEPTED, null));
        tape.append(ACCOUNT, now, event(i, OrderEventKind.FILLED, fill(i)));
      }
    }
    return tape;
  }

  private MemoryTape begun() {
    MemoryTape tape = new MemoryTape();
    tape.append(null, T0, new LimitsObserved(limits));
    for (int i = 0; i < INSTRUMENTS; i++) {
      tape.append(null, T0, new MarksObserved(List.of(mark(i, 0))));
    }
    return tape;
  }

  private static InstrumentId instrument(int i) {
    return InstrumentId.of("KRAKEN", "C" + i % INSTRUMENTS + "/USD");
  }

  private static Price price(int i) {
    return Price.of(String.valueOf(100 + i % INSTRUMENTS));
  }

  private static Mark mark(int instrument, int i) {
    long now = T0 + i * 1_000_000L;
    Coordinates tick = new Coordinates(Topics.MARKET_TICKS.name(), 0, i + 1L);
    Price price = price(instrument);
    return new Mark(instrument(instrument), price, price, price, now, now, tick);
  }

  /** Buys and sells in turn, of another size each time, so that the position stays small. */
  private static Side side(int i) {
    return i / INSTRUMENTS % 2 == 0 ? Side.BUY : Side.SELL;
  }

  private static Quantity quantity(int i) {
    return Quantity.of("1." + i / (2 * INSTRUMENTS) % 1_000);
  }

  private static JournalEvent intent(int i) {
    long now = T0 + i * 1_000_000L;
    return new IntentReceived(
        new OrderIntent(
            new IntentId("8fc70d93-a577-557c-af45-" + (100_000_000_000L + i)),
            ACCOUNT,
            new StrategyId("momentum"),
            instrument(i),
            new OrderAction.Submit(OrderTerms.market(side(i), quantity(i))),
            now,
            now,
            now + 5_000_000_000L,
            Evidence.byHand(new Coordinates(Topics.MARKET_TICKS.name(), 0, i))));
  }

  private static Execution fill(int i) {
    return new Execution(
        new ExecutionId("T" + i), side(i), quantity(i), price(i), Money.of("0.1"), "USD", false);
  }

  private static JournalEvent event(int i, OrderEventKind kind, @Nullable Execution fill) {
    long now = T0 + i * 1_000_000L;
    return new OrderEventReceived(
        new OrderEvent(
            ACCOUNT,
            new IntentId("8fc70d93-a577-557c-af45-" + (100_000_000_000L + i)),
            instrument(i),
            kind,
            null,
            null,
            now,
            now,
            fill,
            null,
            null,
            null,
            ""));
  }
}
