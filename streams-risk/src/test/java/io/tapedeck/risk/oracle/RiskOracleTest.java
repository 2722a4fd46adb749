package io.tapedeck.risk.oracle;

import static io.tapedeck.risk.oracle.OracleAccount.decimal;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.domain.signal.Evidence;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.risk.core.AccountBytes;
import io.tapedeck.risk.core.AccountState;
import io.tapedeck.risk.core.Outcome;
import io.tapedeck.risk.core.RiskEngine;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.risk.core.StateParts;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The engine against the oracle over random histories: same answers, same codes, same books. Steps
 * a seed: {@code -Doracle.steps=1000000} for the long run.
 */
class RiskOracleTest {
  private static final int STEPS = Integer.getInteger("oracle.steps", 5_000);
  private static final long DAY = 86_400 * RandomHistory.SECOND;

  private RandomHistory history;
  private final RiskOracle oracle = new RiskOracle();
  private final RiskState state = new RiskState();
  private final Map<AccountId, Long> accountSeqs = new HashMap<>();
  private final Map<CheckCode, Integer> denied = new EnumMap<>(CheckCode.class);
  private long seq;
  private long day;
  private int approvals;
  private int flats;
  private String where = "";

  static List<Long> seeds() {
    return List.of(1L, 3L, 20240808L, -77L);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void engineAndOracleAgree(long seed) {
    history = new RandomHistory(seed);
    for (int step = 0; step < STEPS; step++) {
      where = "seed " + seed + " step " + step;
      history.pass();
      step(step);
      books();
      if (step % 250 == 0) {
        bytesRoundTrip();
      }
    }
    assertThat(approvals).isGreaterThan(STEPS / 20);
    assertThat(flats).isGreaterThan(10);
    // a history that never met a check proves nothing about it
    assertThat(denied.keySet())
        .contains(
            CheckCode.TRADING_STATE,
            CheckCode.DUPLICATE_INTENT,
            CheckCode.INTENT_EXPIRED,
            CheckCode.ORDER_INVALID,
            CheckCode.TARGET_UNKNOWN,
            CheckCode.LIMITS_MISSING,
            CheckCode.MARK_MISSING,
            CheckCode.MARK_STALE,
            CheckCode.ORDER_VALUE,
            CheckCode.POSITION_VALUE,
            CheckCode.CONCENTRATION,
            CheckCode.DAILY_LOSS,
            CheckCode.ACCOUNT_QUARANTINED);
  }

  private void step(int step) {
    int kind = history.random.nextInt(100);
    if (step == STEPS / 2) {
      AccountId toxic = RandomHistory.ACCOUNTS.get(2);
      oracle.poison(toxic);
      apply(toxic, history.now, new JournalEvent.PoisonReceived("bytes", "00"));
    } else if (kind < 45) {
      intent(history.intent((a, i) -> state.account(a).position(i).quantity().raw()));
    } else if (kind < 75) {
      OrderEvent event = history.event();
      if (event != null) {
        oracle.event(event);
        closings(
            apply(
                event.account(),
                event.receivedNanos(),
                new JournalEvent.OrderEventReceived(event)));
      }
    } else if (step > 50 && kind < 95) {
      Mark mark = history.mark();
      clock();
      oracle.mark(mark);
      apply(null, history.now, new JournalEvent.MarksObserved(List.of(mark)));
    } else if (step > 100 && kind == 95) {
      RiskLimits limits = history.limits();
      oracle.limits(limits);
      apply(null, history.now, new JournalEvent.LimitsObserved(limits));
    } else if (kind >= 98) {
      control(history.control());
    }
  }

  /** Event time moves; a new day is an entry of its own before what falls into it. */
  private void clock() {
    oracle.time(history.now);
    long today = Math.floorDiv(history.now, DAY);
    if (today > day) {
      day = today;
      oracle.newDay();
      apply(null, history.now, new JournalEvent.ClockTicked(RiskEngine.DAY_ROLL));
    }
  }

  private void intent(OrderIntent intent) {
    history.now = Math.max(history.now, intent.eventNanos());
    clock();
    RiskOracle.Verdict expected = oracle.judge(intent);
    Outcome outcome = apply(intent.account(), history.now, new JournalEvent.IntentReceived(intent));
    assertThat(outcome.decisions()).as(where).hasSize(1);
    compare(intent, expected, outcome.decisions().get(0));
  }

  private void compare(OrderIntent intent, RiskOracle.Verdict expected, Decision decision) {
    Set<CheckCode> actual = EnumSet.noneOf(CheckCode.class);
    actual.addAll(decision.denials());
    String what = where + " " + intent + "\nexpected " + expected + "\n" + decision;
    assertThat(decision.approved()).as(what).isEqualTo(actual.isEmpty());
    Set<CheckCode> wanted = EnumSet.noneOf(CheckCode.class);
    wanted.addAll(expected.denials());
    actual.remove(CheckCode.POSITION_CLOSING);
    boolean certain = wanted.stream().anyMatch(c -> !expected.unjudged().contains(c));
    actual.forEach(code -> denied.merge(code, 1, Integer::sum));
    if (certain) {
      assertThat(decision.approved()).as(what).isFalse();
    }
    if (wanted.contains(CheckCode.INTENT_EXPIRED)) {
      // an id need not be remembered once its own time to live refuses it for good
      actual.remove(CheckCode.DUPLICATE_INTENT);
      wanted.remove(CheckCode.DUPLICATE_INTENT);
    }
    actual.removeAll(expected.unjudged());
    wanted.removeAll(expected.unjudged());
    assertThat(actual).as(what).isEqualTo(wanted);
    if (decision.approved()) {
      approvals++;
      oracle.approved(intent);
      history.accepted(intent);
    }
  }

  private void control(ControlCommand command) {
    oracle.control(command);
    closings(apply(command.account(), history.now, new JournalEvent.ControlReceived(command)));
  }

  /** Closing orders go through the gate as any other, but no trading state holds them. */
  private void closings(Outcome outcome) {
    for (Decision decision : outcome.decisions()) {
      assertThat(decision.action()).isInstanceOf(OrderAction.Submit.class);
      OrderIntent closing =
          new OrderIntent(
              decision.intent(),
              decision.account(),
              decision.strategy(),
              decision.instrument(),
              decision.action(),
              history.now,
              history.now,
              Long.MAX_VALUE,
              Evidence.byHand(new Coordinates("control-commands-v1", 0, seq)));
      RiskOracle.Verdict judged = oracle.judge(closing);
      judged.denials().remove(CheckCode.TRADING_STATE);
      assertThat(judged.reduces()).as(where + " a closing order reduces").isTrue();
      compare(closing, judged, decision);
    }
  }

  private Outcome apply(AccountId account, long nanos, JournalEvent event) {
    long accountSeq = account == null ? 0 : accountSeqs.merge(account, 1L, Long::sum);
    seq++;
    return RiskEngine.decide(
        state,
        new JournalEntry(
            seq, account, accountSeq, new Coordinates("source", 0, seq), nanos, event));
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
          .as(where)
          .isEqualTo(AccountBytes.write(account, state.clockNanos()));
    }
  }

  private void books() {
    for (AccountId id : RandomHistory.ACCOUNTS) {
      OracleAccount expected = oracle.account(id);
      AccountState actual = state.account(id);
      BigDecimal realised = BigDecimal.ZERO;
      for (InstrumentId instrument : RandomHistory.INSTRUMENTS) {
        String what = where + " " + id + " " + instrument;
        OracleAccount.Book book = expected.book(instrument);
        var position = actual.position(instrument);
        assertThat(decimal(position.quantity().raw())).as(what).isEqualByComparingTo(book.quantity);
        assertThat(decimal(position.cost().raw())).as(what).isEqualByComparingTo(book.cost);
        realised = realised.add(decimal(position.realised().raw()));
        if (position.quantity().isZero() && book.cash.signum() != 0) {
          flats++;
          assertThat(decimal(position.realised().raw()))
              .as(what + " cash flow")
              .isEqualByComparingTo(book.cash);
        }
      }
      assertThat(realised).as(where + " " + id).isEqualByComparingTo(expected.realised());
      BigDecimal fees = BigDecimal.ZERO;
      for (Money fee : actual.fees().values()) {
        fees = fees.add(decimal(fee.raw()));
      }
      assertThat(fees).as(where).isEqualByComparingTo(expected.fees);
    }
  }
}
