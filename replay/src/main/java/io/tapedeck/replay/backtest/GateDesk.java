package io.tapedeck.replay.backtest;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.risk.JournalEvent.ClockTicked;
import io.tapedeck.domain.risk.JournalEvent.IntentReceived;
import io.tapedeck.domain.risk.JournalEvent.LimitsObserved;
import io.tapedeck.domain.risk.JournalEvent.MarksObserved;
import io.tapedeck.domain.risk.JournalEvent.OrderEventReceived;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.risk.core.AccountState;
import io.tapedeck.risk.core.ChainHash;
import io.tapedeck.risk.core.Outcome;
import io.tapedeck.risk.core.RiskEngine;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.risk.core.Snapshots;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.AvroWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Risk without Kafka: what risk's shell journals (limits, day rolls, marks, intents, order events)
 * is numbered, decided on by the same {@link RiskEngine}, and chained by the same hash. All
 * accounts are in one partition. For one thread.
 */
final class GateDesk {
  private static final String INTENTS = Topics.ORDER_INTENTS.name();
  private static final String EVENTS = Topics.ORDER_EVENTS.name();

  private final RiskState state = new RiskState();
  private final Map<InstrumentId, MarkBoard> boards;
  private final Map<InstrumentId, Long> observed = new HashMap<>();
  private final BacktestListener listener;
  private final AvroWriter writer = new AvroWriter();
  private ChainHash chain = ChainHash.GENESIS;
  private long intents;
  private long events;

  GateDesk(
      Collection<RiskLimits> limits,
      Map<InstrumentId, MarkBoard> boards,
      BacktestListener listener) {
    this.boards = boards;
    this.listener = listener;
    limits.forEach(scope -> append(null, null, 0, new LimitsObserved(scope)));
  }

  RiskState state() {
    return state;
  }

  /** Hash over every entry and decision so far. */
  String chain() {
    return chain.toString();
  }

  /** Decides on an intent, after journalling what the decision looks up. */
  Outcome intent(OrderIntent intent) {
    if (state.dayOf(intent.eventNanos()) > state.day()) {
      append(null, null, intent.eventNanos(), new ClockTicked(RiskEngine.DAY_ROLL));
    }
    TreeSet<InstrumentId> instruments =
        new TreeSet<>(state.account(intent.account()).instruments());
    instruments.add(intent.instrument());
    observeMarks(instruments, intent.eventNanos());
    Coordinates source = new Coordinates(INTENTS, 0, intents++);
    return append(intent.account(), source, intent.eventNanos(), new IntentReceived(intent));
  }

  /** Books what happened to an order. */
  Outcome event(OrderEvent event) {
    Coordinates source = new Coordinates(EVENTS, 0, events++);
    return append(event.account(), source, event.venueNanos(), new OrderEventReceived(event));
  }

  /** New marks of what is held, and every account looked at under them, if there are any. */
  @Nullable Outcome revalue() {
    TreeSet<InstrumentId> instruments = new TreeSet<>();
    for (AccountState account : state.everyAccount()) {
      instruments.addAll(account.instruments());
    }
    return observeMarks(instruments, state.clockNanos())
        ? append(null, null, state.clockNanos(), new ClockTicked(RiskEngine.REVALUE))
        : null;
  }

  /** An account as strategies see it. */
  AccountSnapshot snapshot(AccountId account) {
    return Snapshots.unhashed(state, state.account(account));
  }

  private boolean observeMarks(Collection<InstrumentId> instruments, long eventNanos) {
    List<Mark> changed = new ArrayList<>();
    long newest = eventNanos;
    for (InstrumentId instrument : instruments) {
      MarkBoard board = boards.get(instrument);
      if (board != null && board.offset() > observed.getOrDefault(instrument, -1L)) {
        observed.put(instrument, board.offset());
        Mark mark = board.mark();
        changed.add(mark);
        newest = Math.max(newest, mark.eventNanos());
      }
    }
    if (changed.isEmpty()) {
      return false;
    }
    append(null, null, newest, new MarksObserved(changed));
    return true;
  }

  private Outcome append(
      @Nullable AccountId account, @Nullable Coordinates source, long nanos, JournalEvent event) {
    long accountSeq = account == null ? 0 : state.account(account).seq() + 1;
    JournalEntry entry =
        new JournalEntry(state.seq() + 1, account, accountSeq, source, nanos, event);
    Outcome outcome = RiskEngine.decide(state, entry);
    String previous = chain.toString();
    List<byte[]> payloads = new ArrayList<>();
    List<Decision> decisions = new ArrayList<>();
    for (Decision decision : outcome.decisions()) {
      Decision chained = decision.after(previous);
      decisions.add(chained);
      Topics.RISK_DECISIONS.codec().write(writer.reset(), chained);
      payloads.add(writer.toBytes());
    }
    Topics.RISK_JOURNAL.codec().write(writer.reset(), entry);
    chain = chain.next(writer.toBytes(), payloads);
    listener.journalled(entry, decisions, chain);
    return outcome;
  }
}
