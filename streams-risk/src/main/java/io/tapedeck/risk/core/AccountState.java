package io.tapedeck.risk.core;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What risk knows of one account. Changed only by {@link RiskEngine}, which works out every figure
 * before it changes the first one. Not thread-safe: a partition has one thread.
 */
public final class AccountState {
  /** Executions remembered to recognise one that comes twice. */
  static final int EXECUTIONS_REMEMBERED = 64;

  private final AccountId id;
  private final TreeMap<InstrumentId, Holding> holdings = new TreeMap<>();
  private final TreeMap<IntentId, WorkingOrder> working = new TreeMap<>();
  private final Map<IntentId, Long> seenUntil = new HashMap<>();
  private final Deque<ExecutionId> executions = new ArrayDeque<>();
  private final AccountChanges changes = new AccountChanges();
  private final LimitsCache limitsCache = new LimitsCache();

  private final HighestCorrelations highestCorrelations = new HighestCorrelations();

  long seq;
  TradingState tradingState = TradingState.ACTIVE;
  boolean quarantined;
  Money deposits = Money.ZERO;
  Money dayBase = Money.ZERO;
  Money weekBase = Money.ZERO;
  Money monthBase = Money.ZERO;
  Money peakEquity = Money.ZERO;
  boolean peakKnown;
  long tradesToday;
  long consecutiveLosses;
  TokenBucket messages = TokenBucket.FULL;
  Breaker breaker = Breaker.READY;
  final TreeMap<String, Money> fees = new TreeMap<>();
  final TreeSet<StrategyId> disabled = new TreeSet<>();
  final TreeMap<InstrumentId, Closing> closings = new TreeMap<>();
  final RecentOrders recent = new RecentOrders();

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

  /** Fees paid since the first entry, by currency. */
  public SortedMap<String, Money> fees() {
    return Collections.unmodifiableSortedMap(fees);
  }

  /** Money put in, less money taken out, since the first entry. */
  public Money deposits() {
    return deposits;
  }

  /** Realised minus fees plus unrealised profit at the start of the day. */
  public Money dayBase() {
    return dayBase;
  }

  /** The same at the start of the week. */
  public Money weekBase() {
    return weekBase;
  }

  /** The same at the start of the month. */
  public Money monthBase() {
    return monthBase;
  }

  /** Highest equity seen at an entry of the account or a revaluation. */
  public Money peakEquity() {
    return peakEquity;
  }

  /** Orders approved since the start of the day, closing orders made here not counted. */
  public long tradesToday() {
    return tradesToday;
  }

  /** Round trips that lost, since the last that won. */
  public long consecutiveLosses() {
    return consecutiveLosses;
  }

  /** The account's circuit breaker. */
  public Breaker breaker() {
    return breaker;
  }

  /** Strategies whose orders are refused until a person enables them. */
  public SortedSet<StrategyId> disabled() {
    return Collections.unmodifiableSortedSet(disabled);
  }

  /** Positions that are being closed by command. */
  public SortedMap<InstrumentId, Closing> closings() {
    return Collections.unmodifiableSortedMap(closings);
  }

  /** Positions by instrument, flat ones with past profit included. */
  public SortedMap<InstrumentId, Position> positions() {
    TreeMap<InstrumentId, Position> positions = new TreeMap<>();
    for (Holding holding : holdings.values()) {
      if (!holding.position().untouched()) {
        positions.put(holding.instrument, holding.position());
      }
    }
    return positions;
  }

  Iterable<Holding> holdings() {
    return holdings.values();
  }

  @Nullable Holding holding(InstrumentId instrument) {
    return holdings.get(instrument);
  }

  /** Instruments with a position or a working order. */
  public List<InstrumentId> instruments() {
    List<InstrumentId> instruments = new ArrayList<>();
    for (Holding holding : holdings.values()) {
      if (!holding.position().quantity().isZero() || holding.orders() > 0) {
        instruments.add(holding.instrument);
      }
    }
    return instruments;
  }

  /** The position in an instrument. */
  public Position position(InstrumentId instrument) {
    Holding holding = holdings.get(instrument);
    return holding == null ? Position.FLAT : holding.position();
  }

  /** Orders that may still execute. */
  public SortedMap<IntentId, WorkingOrder> working() {
    return Collections.unmodifiableSortedMap(working);
  }

  /** The order of an intent, null if it does not work. */
  public @Nullable WorkingOrder workingOrder(IntentId intent) {
    return working.get(intent);
  }

  /** The working orders of an instrument. */
  List<WorkingOrder> workingIn(InstrumentId instrument) {
    List<WorkingOrder> orders = new ArrayList<>();
    for (WorkingOrder order : working.values()) {
      if (order.instrument().equals(instrument)) {
        orders.add(order);
      }
    }
    return orders;
  }

  /** Sum of what may still execute on one side of an instrument, without one order; raw units. */
  long workingLeaves(InstrumentId instrument, Side side, @Nullable IntentId without) {
    Holding holding = holdings.get(instrument);
    if (holding == null) {
      return 0;
    }
    long sum = side == Side.BUY ? holding.buyLeaves() : holding.sellLeaves();
    WorkingOrder order = without == null ? null : working.get(without);
    return order != null && order.side() == side && order.instrument().equals(instrument)
        ? sum - order.leaves().raw()
        : sum;
  }

  /** True if the intent was seen and has not expired at an event time. */
  public boolean seen(IntentId intent, long nowNanos) {
    Long until = seenUntil.get(intent);
    return until != null && until >= nowNanos;
  }

  void remember(IntentId intent, long expiresNanos) {
    seenUntil.put(intent, expiresNanos);
    changes.intents.add(intent);
  }

  /** Lets go of intents that have expired; which of them are still in memory decides nothing. */
  void forgetExpired(long nowNanos) {
    if (changes.expiryDue(nowNanos)) {
      seenUntil
          .entrySet()
          .removeIf(
              seen -> {
                boolean expired = seen.getValue() < nowNanos;
                if (expired) {
                  changes.intents.add(seen.getKey());
                }
                return expired;
              });
    }
  }

  void put(InstrumentId instrument, Position position) {
    open(instrument).put(position);
    highestCorrelations.clear();
    changes.instruments.add(instrument);
  }

  void put(WorkingOrder order) {
    remove(order.intent());
    working.put(order.intent(), order);
    count(order, 1);
    changes.orders.add(order.intent());
  }

  void remove(IntentId intent) {
    WorkingOrder order = working.remove(intent);
    if (order != null) {
      count(order, -1);
      changes.orders.add(intent);
    }
  }

  private void count(WorkingOrder order, int sign) {
    Holding holding = open(order.instrument());
    holding.count(order, sign);
    if (holding.empty()) {
      holdings.remove(holding.instrument);
    }
  }

  private Holding open(InstrumentId instrument) {
    return holdings.computeIfAbsent(instrument, Holding::new);
  }

  /** Messages that may still be sent, raw scale-9. */
  public long messageTokens(long nowNanos, EffectiveLimits limits) {
    long rate = limits.value(Limit.MAX_MESSAGES_PER_SECOND);
    return messages.at(nowNanos, rate, limits.valueOr(Limit.MESSAGE_BURST, rate));
  }

  /** How many equal orders of a strategy were approved in its window. */
  public long equalOrders(
      StrategyId strategy,
      InstrumentId instrument,
      Side side,
      Quantity quantity,
      long nowNanos,
      long windowNanos) {
    return RecentOrders.count(
        recent.find(strategy, instrument, side, quantity), nowNanos, windowNanos);
  }

  /** Nanoseconds of event time since the last equal order with the same limit, null if none. */
  public @Nullable Long sinceEqualOrder(
      StrategyId strategy,
      InstrumentId instrument,
      Side side,
      Quantity quantity,
      @Nullable Price limit,
      long nowNanos) {
    RecentOrders.Equal equal = recent.find(strategy, instrument, side, quantity);
    return equal == null || !Objects.equals(equal.lastLimit(), limit)
        ? null
        : Long.valueOf(nowNanos - equal.lastNanos());
  }

  /**
   * A working order that an order could trade with, null if there is none. Orders that wait for a
   * stop price match nothing yet.
   */
  public @Nullable WorkingOrder wouldMatch(
      InstrumentId instrument,
      Side side,
      OrderType type,
      @Nullable Price limit,
      @Nullable IntentId replaces) {
    Holding holding = holdings.get(instrument);
    boolean resting = type == OrderType.MARKET || type == OrderType.LIMIT;
    if (holding == null || holding.orders() == 0 || !resting) {
      return null;
    }
    for (WorkingOrder order : working.values()) {
      if (order.side() != side
          && order.instrument().equals(instrument)
          && !order.stop()
          && !order.intent().equals(replaces)
          && order.leaves().signum() > 0
          && crosses(side, limit, order.limitPrice())) {
        return order;
      }
    }
    return null;
  }

  private static boolean crosses(Side side, @Nullable Price limit, @Nullable Price resting) {
    if (limit == null || resting == null) {
      return true;
    }
    return side == Side.BUY ? limit.compareTo(resting) >= 0 : limit.compareTo(resting) <= 0;
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

  /** Intents seen that have not expired at an event time, in order of their ids. */
  SortedMap<IntentId, Long> seenIntents(long nowNanos) {
    TreeMap<IntentId, Long> seen = new TreeMap<>(seenUntil);
    seen.values().removeIf(until -> until < nowNanos);
    return seen;
  }

  @Nullable Long seenUntil(IntentId intent) {
    return seenUntil.get(intent);
  }

  /** What changed since the last look; the shell writes just that. */
  public AccountChanges changes() {
    return changes;
  }

  HighestCorrelations highestCorrelations() {
    return highestCorrelations;
  }

  LimitsCache limitsCache() {
    return limitsCache;
  }
}
