package io.tapedeck.risk.oracle;

import static io.tapedeck.risk.oracle.OracleAccount.decimal;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.risk.core.AccountBytes;
import io.tapedeck.risk.core.AccountState;
import io.tapedeck.risk.core.Outcome;
import io.tapedeck.risk.core.RiskEngine;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.risk.core.StateParts;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The engine against the oracle over random histories: same answers, same codes, same commands,
 * same books after every step. Steps a seed: {@code -Doracle.steps=250000} for the long run.
 */
class RiskOracleTest implements RiskOracle.Referee {
  private static final int STEPS = Integer.getInteger("oracle.steps", 5_000);
  private static final int STORED = 250;

  /** What holds every order, so that it may refuse one that only reduces. */
  private static final Set<CheckCode> HOLD_ALL =
      EnumSet.of(
          CheckCode.ACCOUNT_QUARANTINED,
          CheckCode.TRADING_STATE,
          CheckCode.DUPLICATE_INTENT,
          CheckCode.INTENT_EXPIRED,
          CheckCode.ORDER_INVALID,
          CheckCode.TARGET_UNKNOWN,
          CheckCode.PRICE_COLLAR,
          CheckCode.SELF_MATCH);

  private static final Map<CheckCode, Integer> DENIED = new EnumMap<>(CheckCode.class);
  private static int steps;

  private final RiskOracle oracle = new RiskOracle();
  private final RiskState state = new RiskState();
  private final Map<AccountId, Long> accountSeqs = new HashMap<>();
  private final Deque<Decision> decisions = new ArrayDeque<>();
  private final List<OrderAction> expectedCommands = new ArrayList<>();
  private final Set<IntentId> approvedNow = new HashSet<>();
  private RandomHistory history;
  private long seq;
  private int approvals;

  static List<Long> seeds() {
    String range = System.getProperty("oracle.seeds", "");
    if (range.isEmpty()) {
      return List.of(1L, 7L, 18L, 20L, 110L);
    }
    String[] ends = range.split("-", 2);
    return LongStream.rangeClosed(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]))
        .boxed()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void engineAndOracleAgree(long seed) {
    history = new RandomHistory(seed, (a, i) -> state.account(a).position(i).quantity().raw());
    for (int step = 0; step < STEPS; step++) {
      RandomHistory.Input input = history.next(step);
      if (input != null) {
        step(seed, step, input);
      }
    }
    steps += STEPS;
    assertThat(approvals).isGreaterThan(STEPS / 40);
  }

  private void step(long seed, int step, RandomHistory.Input input) {
    try {
      roll(input);
      apply(input.account(), input.nanos(), input.event());
      if (step % STORED == 0) {
        bytesRoundTrip();
      }
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + " step " + step + " " + input + "\n" + e, e);
    }
  }

  /** A history that never met a check proves nothing about it. */
  @AfterAll
  static void everyCheckWasMet() {
    if (steps >= 20_000) {
      assertThat(DENIED.keySet()).isEqualTo(EnumSet.complementOf(EnumSet.of(CheckCode.UNKNOWN)));
    }
  }

  /** A new day is an entry of its own before what falls into it. */
  private void roll(RandomHistory.Input input) {
    boolean moves =
        input.event() instanceof JournalEvent.IntentReceived
            || input.event() instanceof JournalEvent.MarksObserved
            || input.event() instanceof JournalEvent.ClockTicked;
    assertThat(state.dayOf(input.nanos())).isEqualTo(oracle.dayOf(input.nanos()));
    if (moves && oracle.dayOf(input.nanos()) > oracle.day) {
      apply(null, input.nanos(), new JournalEvent.ClockTicked(RiskEngine.DAY_ROLL));
    }
  }

  private void apply(AccountId account, long nanos, JournalEvent event) {
    long accountSeq = account == null ? 0 : accountSeqs.merge(account, 1L, Long::sum);
    seq++;
    JournalEntry entry =
        new JournalEntry(seq, account, accountSeq, new Coordinates("source", 0, seq), nanos, event);
    Outcome outcome = RiskEngine.decide(state, entry);
    decisions.clear();
    decisions.addAll(outcome.decisions());
    expectedCommands.clear();
    approvedNow.clear();
    oracle.apply(entry, this);
    assertThat(decisions).as("decisions that the oracle did not make").isEmpty();
    commands(outcome);
    books();
  }

  @Override
  public boolean approves(
      OrderIntent intent, RiskOracle.Verdict verdict, RiskOracle.Verdict onTrial) {
    assertThat(decisions).as("a decision on the intent").isNotEmpty();
    Decision decision = decisions.removeFirst();
    assertThat(decision.intent()).isEqualTo(intent.id());
    compare(verdict, decision);
    trial(onTrial, decision);
    if (decision.approved()) {
      approvals++;
      history.accepted(intent);
      expect(decision);
    }
    return decision.approved();
  }

  @Override
  public String closes(
      AccountId account,
      InstrumentId instrument,
      Side side,
      BigDecimal quantity,
      RiskOracle.Verdict verdict) {
    assertThat(decisions)
        .as("closing order of %s: %s %s %s", account, instrument, side, quantity)
        .isNotEmpty();
    Decision decision = decisions.removeFirst();
    assertThat(decision.account()).isEqualTo(account);
    assertThat(decision.instrument()).isEqualTo(instrument);
    OrderTerms terms = ((OrderAction.Submit) decision.action()).terms();
    assertThat(terms.side()).as("%s", decision).isEqualTo(side);
    assertThat(terms.type()).as("%s", decision).isEqualTo(OrderType.MARKET);
    assertThat(decimal(terms.quantity().raw())).as("%s", decision).isEqualByComparingTo(quantity);
    assertThat(verdict.reduces()).as("%s", decision).isTrue();
    compare(verdict, decision);
    if (!decision.approved()) {
      return null;
    }
    expect(decision);
    String id = decision.intent().value();
    history.accepted(id, account, instrument, side, terms.quantity().raw());
    return id;
  }

  private void expect(Decision decision) {
    expectedCommands.add(decision.action());
    approvedNow.add(decision.intent());
  }

  private void compare(RiskOracle.Verdict verdict, Decision decision) {
    Set<CheckCode> denials = set(decision.denials());
    denials.forEach(code -> DENIED.merge(code, 1, Integer::sum));
    assertThat(decision.approved()).as("%s", decision).isEqualTo(denials.isEmpty());
    agree(verdict, denials, decision);
    if (verdict.reduces()) {
      assertThat(HOLD_ALL)
          .as("a growth check refused what only reduces\n%s", decision)
          .containsAll(denials);
    }
    Set<CheckCode> certain = set(verdict.denials());
    certain.removeAll(verdict.unjudged());
    if (decision.approved()) {
      assertThat(certain).as("approved against a limit\n%s", decision).isEmpty();
    }
  }

  private static Set<CheckCode> set(Collection<CheckCode> codes) {
    Set<CheckCode> set = EnumSet.noneOf(CheckCode.class);
    set.addAll(codes);
    return set;
  }

  private static void agree(
      RiskOracle.Verdict expected, Collection<CheckCode> denials, Decision decision) {
    Set<CheckCode> actual = set(denials);
    Set<CheckCode> wanted = set(expected.denials());
    actual.removeAll(expected.unjudged());
    wanted.removeAll(expected.unjudged());
    assertThat(actual).as("expected %s\n%s", expected, decision).isEqualTo(wanted);
  }

  private static void trial(RiskOracle.Verdict expected, Decision decision) {
    assertThat(decision.shadow() == null)
        .as("expected on trial %s\n%s", expected, decision)
        .isEqualTo(expected == null);
    if (expected != null) {
      List<CheckCode> denials = decision.shadow().denials();
      assertThat(decision.shadow().approved()).as("%s", decision).isEqualTo(denials.isEmpty());
      agree(expected, denials, decision);
    }
  }

  /** Cancels of what the entry ends, and every approved order. */
  private void commands(Outcome outcome) {
    Set<String> cancels = new TreeSet<>();
    List<OrderAction> others = new ArrayList<>();
    for (OrderCommand command : outcome.commands()) {
      boolean approved = approvedNow.contains(command.intent());
      if (command.action() instanceof OrderAction.Cancel cancel && !approved) {
        assertThat(cancels.add(cancel.target().value())).as("%s once", cancel).isTrue();
        history.cancelled(cancel.target().value());
      } else {
        others.add(command.action());
      }
    }
    assertThat(cancels).as("cancels").isEqualTo(new TreeSet<>(oracle.cancels));
    assertThat(others).as("approved orders").isEqualTo(expectedCommands);
  }

  /** A restart loads what was stored, to the last byte. */
  private void bytesRoundTrip() {
    Map<String, byte[]> stored = new HashMap<>();
    StateParts.whole(state, stored::put);
    StateParts.Loader loader = new StateParts.Loader();
    stored.forEach(loader::part);
    RiskState loaded = loader.state();
    assertThat(loaded.accounts().keySet()).isEqualTo(state.accounts().keySet());
    for (AccountState account : state.accounts().values()) {
      assertThat(AccountBytes.write(loaded.account(account.id()), state.clockNanos()))
          .isEqualTo(AccountBytes.write(account, state.clockNanos()));
    }
  }

  private void books() {
    assertThat(state.clockNanos()).as("clock").isEqualTo(Math.max(0, oracle.clock));
    assertThat(state.day()).as("day").isEqualTo(oracle.day);
    for (OracleAccount expected : oracle.accounts.values()) {
      OracleBooks.compare(expected, state.account(expected.id));
    }
  }
}
