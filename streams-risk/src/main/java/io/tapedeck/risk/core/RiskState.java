package io.tapedeck.risk.core;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.risk.RiskLimits;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What risk knows in one partition: its accounts, and what it has journalled of the world. A pure
 * function of the journal. Not thread-safe.
 */
public final class RiskState {
  private final SortedMap<InstrumentId, Mark> marks = new TreeMap<>();
  private final SortedMap<String, RiskLimits> limits = new TreeMap<>();
  private final Map<AccountId, AccountState> accounts = new HashMap<>();
  long seq;
  long clockNanos;
  long day = Long.MIN_VALUE;
  TradingState globalState = TradingState.ACTIVE;

  /** Number of the last journal entry. */
  public long seq() {
    return seq;
  }

  /** The latest event time seen, nanoseconds since the epoch. */
  public long clockNanos() {
    return clockNanos;
  }

  /** Days since the epoch (UTC) of the current trading day. */
  public long day() {
    return day;
  }

  /** What everyone may do. */
  public TradingState globalState() {
    return globalState;
  }

  /** The mark last journalled for an instrument, null if none was. */
  public @Nullable Mark mark(InstrumentId instrument) {
    return marks.get(instrument);
  }

  /** All marks last journalled. */
  public SortedMap<InstrumentId, Mark> marks() {
    return Collections.unmodifiableSortedMap(marks);
  }

  /** The limits last journalled of a scope, null if none were. */
  public @Nullable RiskLimits limits(String scope) {
    return limits.get(scope);
  }

  /** All limits last journalled. */
  public SortedMap<String, RiskLimits> limits() {
    return Collections.unmodifiableSortedMap(limits);
  }

  /** An account; a new one if it was never seen. */
  public AccountState account(AccountId id) {
    return accounts.computeIfAbsent(id, AccountState::new);
  }

  /** All accounts that were ever seen. */
  public SortedMap<AccountId, AccountState> accounts() {
    return new TreeMap<>(accounts);
  }

  void put(Mark mark) {
    marks.put(mark.instrument(), mark);
  }

  void put(RiskLimits version) {
    limits.put(version.scope(), version);
  }

  /** Restores an account that a snapshot or store holds. */
  public void restore(AccountState account) {
    accounts.put(account.id(), account);
  }

  /** Restores what a snapshot or store holds besides accounts. */
  public void restore(
      long seq,
      long clockNanos,
      long day,
      TradingState globalState,
      Iterable<Mark> storedMarks,
      Iterable<RiskLimits> storedLimits) {
    this.seq = seq;
    this.clockNanos = clockNanos;
    this.day = day;
    this.globalState = globalState;
    storedMarks.forEach(this::put);
    storedLimits.forEach(this::put);
  }
}
