package io.tapedeck.risk.core;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.AccountSnapshot.Figures;
import io.tapedeck.domain.risk.AccountSnapshot.PositionLine;
import io.tapedeck.domain.risk.AccountSnapshot.WorkingLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Publishes accounts as others may see them. */
public final class Snapshots {
  private Snapshots() {}

  /**
   * An account now.
   *
   * @throws ArithmeticException if a total leaves the money type
   */
  public static AccountSnapshot of(RiskState state, AccountState account) {
    byte[] whole = AccountBytes.write(account, state.clockNanos());
    return of(state, account, ChainHash.sha256Hex(whole));
  }

  /** The same with an empty hash: for who looks at the figures only. */
  public static AccountSnapshot unhashed(RiskState state, AccountState account) {
    return of(state, account, "");
  }

  private static AccountSnapshot of(RiskState state, AccountState account, String stateHash) {
    List<PositionLine> positions = new ArrayList<>();
    for (Map.Entry<InstrumentId, Position> held : account.positions().entrySet()) {
      Price mark = state.price(held.getKey());
      Position position = held.getValue();
      positions.add(
          new PositionLine(
              held.getKey(),
              position.quantity(),
              position.averagePrice(),
              mark,
              position.realised(),
              mark == null ? Money.ZERO : position.unrealised(mark)));
    }
    List<WorkingLine> working = new ArrayList<>();
    for (WorkingOrder order : account.working().values()) {
      working.add(
          new WorkingLine(
              order.intent(), order.instrument(), order.side(), order.leaves(), order.countsAt()));
    }
    Totals totals = Valuation.totals(state, account);
    return new AccountSnapshot(
        account.id(),
        state.seq(),
        account.seq(),
        state.clockNanos(),
        account.tradingState().stricter(state.globalState()),
        account.quarantined(),
        totals.realised(),
        totals.unrealised(),
        totals.profit().minus(account.dayBase()),
        fees(account),
        totals.gross(),
        positions,
        working,
        stateHash,
        figures(state, account, totals));
  }

  /** Equity alone, as {@link #of} would publish it. */
  public static Money equity(RiskState state, AccountState account) {
    return Valuation.totals(state, account).equity();
  }

  /** Sum of the positions' absolute values alone, as {@link #of} would publish it. */
  public static Money exposure(RiskState state, AccountState account) {
    return Valuation.totals(state, account).gross();
  }

  /** Fees of all currencies at par; the totals convert them. */
  private static Money fees(AccountState account) {
    Money sum = Money.ZERO;
    for (Money fee : account.fees().values()) {
      sum = sum.plus(fee);
    }
    return sum;
  }

  private static Figures figures(RiskState state, AccountState account, Totals totals) {
    Breaker own = account.breaker();
    Breaker all = state.breaker();
    return new Figures(
        totals.equity(),
        totals.cash(),
        account.peakEquity(),
        totals.profit().minus(account.weekBase()),
        totals.profit().minus(account.monthBase()),
        account.tradesToday(),
        account.consecutiveLosses(),
        own.tripped() || all.tripped(),
        own.tripped() ? own.reason() : all.reason(),
        List.copyOf(account.disabled()));
  }
}
