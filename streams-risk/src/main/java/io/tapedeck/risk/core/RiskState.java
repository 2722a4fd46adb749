package io.tapedeck.risk.core;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.domain.risk.RiskLimits;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What risk knows in one partition: its accounts, and what it has journalled of the world. A pure
 * function of the journal. Not thread-safe.
 */
public final class RiskState {
  /** Control commands remembered to recognise one that comes twice. */
  static final int COMMANDS_REMEMBERED = 256;

  private final Map<InstrumentId, MarkCell> cells = new HashMap<>();
  private final Map<InstrumentId, PriceBars> bars = new HashMap<>();
  private final Map<InstrumentId, DailyCloses> closes = new HashMap<>();
  private final SortedMap<String, RiskLimits> limits = new TreeMap<>();
  private final Map<AccountId, AccountState> accounts = new HashMap<>();
  private final Deque<String> commands = new ArrayDeque<>();
  private final Set<String> commandIds = new HashSet<>();

  // derived from limits and closes, never stored
  private final Map<InstrumentId, Map<InstrumentId, Long>> correlations = new HashMap<>();
  private int correlationLookback;
  private int closesGeneration;
  private TradingDay tradingDay = TradingDay.UTC;
  private Map<String, InstrumentId> conversions = new HashMap<>();
  private boolean shadowed;
  private long limitsGeneration;

  long seq;
  long clockNanos;
  long day = Long.MIN_VALUE;
  TradingState globalState = TradingState.ACTIVE;
  Breaker breaker = Breaker.READY;
  long lagSeconds;
  boolean dataSilent;
  boolean controlSilent;

  // results on their way into a decision; a partition has one thread
  private final CheckResult[] scratch = new CheckResult[Gate.CHECKS.size() + 1];

  /** Number of the last journal entry. */
  public long seq() {
    return seq;
  }

  /** The latest event time seen, nanoseconds since the epoch. */
  public long clockNanos() {
    return clockNanos;
  }

  /** Days since the epoch of the current trading day; {@link Long#MIN_VALUE} before the first. */
  public long day() {
    return day;
  }

  /** Days since the epoch of the trading day that an event time belongs to. */
  public long dayOf(long nanos) {
    return tradingDay.of(nanos);
  }

  /** What everyone may do. */
  public TradingState globalState() {
    return globalState;
  }

  /** Everyone's circuit breaker. */
  public Breaker breaker() {
    return breaker;
  }

  /** How far risk was behind its inputs, as last journalled; seconds of wall time. */
  public long lagSeconds() {
    return lagSeconds;
  }

  /** True while marks are journalled as silent. */
  public boolean dataSilent() {
    return dataSilent;
  }

  /** True while whoever commands is journalled as silent. */
  public boolean controlSilent() {
    return controlSilent;
  }

  /** The mark last journalled for an instrument, null if none was. */
  public @Nullable Mark mark(InstrumentId instrument) {
    MarkCell cell = cells.get(instrument);
    return cell == null ? null : cell.mark;
  }

  /** Its price, null if there is none. */
  @Nullable Price price(InstrumentId instrument) {
    MarkCell cell = cells.get(instrument);
    return cell == null ? null : cell.price;
  }

  MarkCell cell(InstrumentId instrument) {
    return cells.computeIfAbsent(instrument, i -> new MarkCell());
  }

  /** All marks last journalled. */
  public SortedMap<InstrumentId, Mark> marks() {
    SortedMap<InstrumentId, Mark> marks = new TreeMap<>();
    cells.forEach(
        (instrument, cell) -> {
          if (cell.mark != null) {
            marks.put(instrument, cell.mark);
          }
        });
    return marks;
  }

  @Nullable PriceBars bars(InstrumentId instrument) {
    return bars.get(instrument);
  }

  SortedMap<InstrumentId, DailyCloses> closes() {
    return new TreeMap<>(closes);
  }

  /** The limits last journalled of a scope, null if none were. */
  public @Nullable RiskLimits limits(String scope) {
    return limits.get(scope);
  }

  /** All limits last journalled. */
  public SortedMap<String, RiskLimits> limits() {
    return Collections.unmodifiableSortedMap(limits);
  }

  /** The limits that hold for an account, whatever it trades. */
  public EffectiveLimits limitsOf(AccountState account) {
    return account.limitsCache().of(this, account.id());
  }

  /** True if some limits are on trial. */
  boolean shadowed() {
    return shadowed;
  }

  CheckResult[] scratch() {
    return scratch;
  }

  long limitsGeneration() {
    return limitsGeneration;
  }

  Map<String, InstrumentId> conversions() {
    return conversions;
  }

  /** An account; a new one if it was never seen. */
  public AccountState account(AccountId id) {
    AccountState known = accounts.get(id);
    return known != null ? known : accounts.computeIfAbsent(id, AccountState::new);
  }

  /** All accounts that were ever seen, in order of their names. */
  public SortedMap<AccountId, AccountState> accounts() {
    return new TreeMap<>(accounts);
  }

  /** The same in no order, for looks that need none. */
  public Iterable<AccountState> everyAccount() {
    return accounts.values();
  }

  void observe(Mark mark) {
    put(mark);
    Price price = mark.price();
    if (price != null) {
      bars.computeIfAbsent(mark.instrument(), i -> new PriceBars())
          .observe(mark.eventNanos(), price.raw());
    }
  }

  private void put(Mark mark) {
    cell(mark.instrument()).put(mark);
  }

  void put(RiskLimits version) {
    limits.put(version.scope(), version);
    limitsGeneration++;
    shadowed = limits.keySet().stream().anyMatch(scope -> scope.startsWith(RiskLimits.SHADOW));
    RiskLimits everyone = limits.get(RiskLimits.EVERYONE);
    tradingDay = TradingDay.of(everyone);
    conversions = Currencies.conversions(everyone);
  }

  /** The day that ends: every price is its close. */
  void closeDay() {
    cells.forEach(
        (instrument, cell) -> {
          Price price = cell.price;
          if (price != null && price.signum() > 0) {
            closes.computeIfAbsent(instrument, i -> new DailyCloses()).close(day, price.raw());
          }
        });
    correlations.clear();
    closesGeneration++;
  }

  /** Correlation of two instruments' daily returns, raw scale-9; null if unknown. */
  @Nullable Long correlation(InstrumentId one, InstrumentId other, int lookback) {
    DailyCloses first = closes.get(one);
    DailyCloses second = closes.get(other);
    if (first == null || second == null) {
      return null;
    }
    if (lookback != correlationLookback) {
      correlations.clear();
      correlationLookback = lookback;
    }
    Map<InstrumentId, Long> known = correlations.computeIfAbsent(one, i -> new HashMap<>());
    Long found = known.get(other);
    if (found == null) {
      Long computed = DailyCloses.correlation(first, second, lookback);
      found = computed == null ? Long.MIN_VALUE : computed;
      known.put(other, found);
    }
    return found == Long.MIN_VALUE ? null : found;
  }

  /**
   * Highest correlation of an instrument, held in a direction, with any other position of an
   * account; moves against each other count as negative.
   *
   * @param direction sign of the position that could result
   * @return raw scale-9, null if none is known
   */
  public @Nullable Long highestCorrelation(
      AccountState account, InstrumentId instrument, int direction, int lookback) {
    return account.highestCorrelations().of(this, account, instrument, direction, lookback);
  }

  int closesGeneration() {
    return closesGeneration;
  }

  /** Rolling reference price of an instrument, raw scale-9; null before the first whole bar. */
  public @Nullable Long reference(InstrumentId instrument) {
    PriceBars known = bars.get(instrument);
    return known == null || !known.hasReference() ? null : Long.valueOf(known.reference());
  }

  /** Average true range of an instrument in percent, raw scale-9; null before enough bars. */
  public @Nullable Long rangePercent(InstrumentId instrument) {
    PriceBars known = bars.get(instrument);
    return known == null || !known.hasRange() ? null : Long.valueOf(known.rangePercent());
  }

  boolean commanded(String id) {
    return commandIds.contains(id);
  }

  void rememberCommand(String id) {
    if (commandIds.add(id)) {
      commands.addLast(id);
      if (commands.size() > COMMANDS_REMEMBERED) {
        commandIds.remove(commands.removeFirst());
      }
    }
  }

  Iterable<String> rememberedCommands() {
    return commands;
  }

  /** Restores an account that a snapshot or store holds. */
  public void restore(AccountState account) {
    accounts.put(account.id(), account);
  }

  void restore(Mark mark) {
    put(mark);
  }

  void restore(InstrumentId instrument, PriceBars stored) {
    bars.put(instrument, stored);
  }

  void restore(InstrumentId instrument, DailyCloses stored) {
    closes.put(instrument, stored);
  }
}
