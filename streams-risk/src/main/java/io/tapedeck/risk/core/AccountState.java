package io.tapedeck.risk.core;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Side;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What risk knows of one account. Changed only by {@link RiskEngine}, which works out every figure
 * before it changes the first one. Not thread-safe: a partition has one thread.
 */
public final class AccountState {
  /** Executions remembered to recognise one that comes twice. */
  static final int EXECUTIONS_REMEMBERED = 64;

  private final AccountId id;
  private final SortedMap<InstrumentId, Position> positions = new TreeMap<>();
  private final SortedMap<IntentId, WorkingOrder> working = new TreeMap<>();
  private final SortedMap<IntentId, Long> seenUntil = new TreeMap<>();
  private final Deque<ExecutionId> executions = new ArrayDeque<>();
  long seq;
  TradingState tradingState = TradingState.ACTIVE;
  boolean quarantined;
  Money fees = Money.ZERO;
  Money dayBase = Money.ZERO;

  AccountState(AccountId id) {
    this.id = id;
  }

  /** Whose. */
  public AccountId id() {
    return id;
  }

  /** Number of the last journal entry that concerned it. */
  public long seq() {
    return seq;
  }

  /** What it may do, its own state only. */
  public TradingState tradingState() {
    return tradingState;
  }

  /** True after a record of it could not be read. */
  public boolean quarantined() {
    return quarantined;
  }

  /** Fees paid since the first entry. */
  public Money fees() {
    return fees;
  }

  /** Realised minus fees plus unrealised profit at the start of the day. */
  public Money dayBase() {
    return dayBase;
  }

  /** Positions by instrument, flat ones with past profit included. */
  public SortedMap<InstrumentId, Position> positions() {
    return Collections.unmodifiableSortedMap(positions);
  }

  /** The position in an instrument. */
  public Position position(InstrumentId instrument) {
    return positions.getOrDefault(instrument, Position.FLAT);
  }

  /** Orders that may still execute. */
  public SortedMap<IntentId, WorkingOrder> working() {
    return Collections.unmodifiableSortedMap(working);
  }

  /** The order of an intent, null if it does not work. */
  public @Nullable WorkingOrder workingOrder(IntentId intent) {
    return working.get(intent);
  }

  /** Sum of what may still execute on one side of an instrument, without one order. */
  public Quantity workingLeaves(InstrumentId instrument, Side side, @Nullable IntentId without) {
    Quantity sum = Quantity.ZERO;
    for (WorkingOrder order : working.values()) {
      if (order.side() == side
          && order.instrument().equals(instrument)
          && !order.intent().equals(without)) {
        sum = sum.plus(order.leaves());
      }
    }
    return sum;
  }

  /** True if the intent was seen and has not expired since. */
  public boolean seen(IntentId intent) {
    return seenUntil.containsKey(intent);
  }

  void remember(IntentId intent, long expiresNanos) {
    seenUntil.put(intent, expiresNanos);
  }

  /** Forgets intents that would be refused as expired anyway. */
  void forgetExpired(long nowNanos) {
    seenUntil.values().removeIf(expires -> expires < nowNanos);
  }

  void put(InstrumentId instrument, Position position) {
    positions.put(instrument, position);
  }

  void put(WorkingOrder order) {
    working.put(order.intent(), order);
  }

  void remove(IntentId intent) {
    working.remove(intent);
  }

  boolean executed(ExecutionId execution) {
    return executions.contains(execution);
  }

  void rememberExecution(ExecutionId execution) {
    executions.addLast(execution);
    if (executions.size() > EXECUTIONS_REMEMBERED) {
      executions.removeFirst();
    }
  }

  List<ExecutionId> rememberedExecutions() {
    return new ArrayList<>(executions);
  }

  SortedMap<IntentId, Long> seenIntents() {
    return seenUntil;
  }
}
