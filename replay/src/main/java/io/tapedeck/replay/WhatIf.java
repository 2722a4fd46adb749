package io.tapedeck.replay;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderAction.Submit;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.risk.JournalEvent.LimitsObserved;
import io.tapedeck.domain.risk.JournalEvent.OrderEventReceived;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.risk.core.AccountState;
import io.tapedeck.risk.core.Outcome;
import io.tapedeck.risk.core.RiskEngine;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.risk.core.Snapshots;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.RecordFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Plays the risk journal under other limits, with the very {@code decide} that ran, and says which
 * decisions would have been others.
 *
 * <ol>
 *   <li>the journal is folded twice side by side: as it was, and with the other limits in the place
 *       of those of the same scopes
 *   <li>up to the first decision that differs both folds see the same, so the result is exact
 *   <li>after it, executions of orders that only the tape approved are left out; an order that only
 *       the other limits approve is assumed filled at the mark at once if it would have crossed it,
 *       and never otherwise, without fees. What strategies would have wanted instead is not known.
 * </ol>
 */
public final class WhatIf {
  private final Tape tape;
  private final Map<String, RiskLimits> other = new LinkedHashMap<>();

  /** Other limits for a tape; scopes that they do not name stay as they were. */
  public WhatIf(Tape tape, List<RiskLimits> limits) {
    this.tape = tape;
    limits.forEach(scope -> other.put(scope.scope(), scope));
  }

  /**
   * A decision that would have been another.
   *
   * @param entry where the intent stands in the journal
   * @param was as decided on the tape
   * @param would as the other limits decide
   */
  public record Changed(Coordinates entry, Decision was, Decision would) {
    /** What became of it, such as {@code approved -> denied}. */
    public String turn() {
      return word(was) + " -> " + word(would);
    }

    private static String word(Decision decision) {
      return decision.approved() ? "approved" : "denied";
    }

    /** The codes that deny on one side only. */
    public List<CheckCode> because() {
      List<CheckCode> codes = new ArrayList<>(would.denials());
      codes.removeAll(was.denials());
      was.denials().stream().filter(c -> !would.denials().contains(c)).forEach(codes::add);
      return codes;
    }
  }

  /**
   * What was found.
   *
   * @param decisions compared
   * @param changed those whose verdict differs, in the order of the journal of each partition
   * @param sameVerdict decisions denied on both sides, by other codes
   * @param profitWas profit of each account at the end of the tape, as it was
   * @param profitWould the same under the other limits, with the assumption above
   * @param assumedFills executions that were assumed
   */
  public record Result(
      long decisions,
      List<Changed> changed,
      long sameVerdict,
      Map<AccountId, Money> profitWas,
      Map<AccountId, Money> profitWould,
      long assumedFills) {
    /** Changed decisions by what became of them. */
    public Map<String, Long> turns() {
      Map<String, Long> turns = new TreeMap<>();
      changed.forEach(c -> turns.merge(c.turn(), 1L, Long::sum));
      return turns;
    }

    /** Changed decisions by the code that made the difference. */
    public Map<CheckCode, Long> byCode() {
      Map<CheckCode, Long> codes = new TreeMap<>();
      changed.forEach(c -> c.because().forEach(code -> codes.merge(code, 1L, Long::sum)));
      return codes;
    }
  }

  /** Plays all partitions. */
  public Result run() {
    Totals totals = new Totals();
    for (int partition = 0; partition < tape.partitions(Topics.RISK_JOURNAL); partition++) {
      new Partition(totals).fold(partition);
    }
    return new Result(
        totals.decisions,
        totals.changed,
        totals.sameVerdict,
        totals.was,
        totals.would,
        totals.assumed);
  }

  private static final class Totals {
    private final List<Changed> changed = new ArrayList<>();
    private final Map<AccountId, Money> was = new TreeMap<>();
    private final Map<AccountId, Money> would = new TreeMap<>();
    private long decisions;
    private long sameVerdict;
    private long assumed;
  }

  /** One partition, twice. */
  private final class Partition {
    private final Totals totals;
    private final RiskState was = new RiskState();
    private final RiskState would = new RiskState();
    private final Set<IntentId> onlyWas = new HashSet<>();
    private long seq;
    private final Map<AccountId, Long> accountSeqs = new HashMap<>();

    Partition(Totals totals) {
      this.totals = totals;
    }

    void fold(int number) {
      other.values().forEach(limits -> apply(null, null, 0, new LimitsObserved(limits)));
      RecordFormat<JournalEntry> entries = tape.formats().of(Topics.RISK_JOURNAL);
      try (Tape.Records journal = tape.records(Topics.RISK_JOURNAL, number)) {
        while (journal.hasNext()) {
          TapeRecord record = journal.next();
          byte[] value = record.value();
          if (value != null) {
            step(record.at(), entries.decode(value));
          }
        }
      }
      was.accounts()
          .values()
          .forEach(account -> totals.was.put(account.id(), profit(was, account)));
      would
          .accounts()
          .values()
          .forEach(account -> totals.would.put(account.id(), profit(would, account)));
    }

    private Money profit(RiskState state, AccountState account) {
      var books = Snapshots.of(state, account);
      return books.realisedPnl().plus(books.unrealisedPnl());
    }

    private void step(Coordinates at, JournalEntry entry) {
      Outcome recorded = RiskEngine.decide(was, entry);
      JournalEvent event = entry.event();
      if (event instanceof LimitsObserved observed
          && other.containsKey(observed.limits().scope())) {
        return;
      }
      if (event instanceof OrderEventReceived received
          && received.event().intent() != null
          && onlyWas.contains(received.event().intent())) {
        return;
      }
      Outcome played = apply(entry.account(), entry.source(), entry.eventNanos(), event);
      Map<IntentId, Decision> decided = new LinkedHashMap<>();
      played.decisions().forEach(decision -> decided.put(decision.intent(), decision));
      for (Decision decision : recorded.decisions()) {
        Decision now = decided.get(decision.intent());
        if (now != null) {
          compare(at, decision, now);
        }
      }
    }

    private Outcome apply(
        @Nullable AccountId account, @Nullable Coordinates source, long nanos, JournalEvent event) {
      long number = account == null ? 0 : accountSeqs.merge(account, 1L, Long::sum);
      return RiskEngine.decide(
          would, new JournalEntry(++seq, account, number, source, nanos, event));
    }

    private void compare(Coordinates at, Decision recorded, Decision now) {
      totals.decisions++;
      if (recorded.approved() == now.approved()) {
        totals.sameVerdict += recorded.denials().equals(now.denials()) ? 0 : 1;
        return;
      }
      totals.changed.add(new Changed(at, recorded, now));
      if (recorded.approved()) {
        onlyWas.add(recorded.intent());
      } else if (now.action() instanceof Submit submit) {
        assume(now, submit.terms());
      }
    }

    /** What the venue would have done with an order that it never saw. */
    private void assume(Decision order, OrderTerms terms) {
      Price mark = order.mark();
      Execution execution =
          mark == null || !crosses(terms, mark)
              ? null
              : new Execution(
                  new ExecutionId("whatif-" + order.intent()),
                  terms.side(),
                  terms.quantity(),
                  mark,
                  Money.ZERO,
                  "",
                  false);
      boolean fills = execution != null;
      totals.assumed += fills ? 1 : 0;
      apply(
          order.account(),
          null,
          order.eventNanos(),
          new OrderEventReceived(
              new OrderEvent(
                  order.account(),
                  order.intent(),
                  order.instrument(),
                  fills ? OrderEventKind.FILLED : OrderEventKind.EXPIRED,
                  null,
                  null,
                  order.eventNanos(),
                  order.eventNanos(),
                  execution,
                  null,
                  null,
                  null,
                  "assumed")));
    }

    private boolean crosses(OrderTerms terms, Price mark) {
      Price limit = terms.limitPrice();
      if (terms.type() == OrderType.MARKET || limit == null) {
        return terms.type() == OrderType.MARKET;
      }
      return terms.type() == OrderType.LIMIT
          && (terms.side() == Side.BUY ? limit.compareTo(mark) >= 0 : limit.compareTo(mark) <= 0);
    }
  }
}
