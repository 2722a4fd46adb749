package io.tapedeck.risk.core;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.risk.AccountSnapshot;
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
   * @param bytes the account's {@link AccountBytes}
   * @throws ArithmeticException if a total leaves the money type
   */
  public static AccountSnapshot of(RiskState state, AccountState account, byte[] bytes) {
    List<PositionLine> positions = new ArrayList<>();
    for (Map.Entry<InstrumentId, Position> held : account.positions().entrySet()) {
      Price mark = Valuation.price(state, held.getKey());
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
              order.intent(),
              order.instrument(),
              order.side(),
              order.leaves(),
              order.reservedPrice()));
    }
    Money realised = Valuation.realised(account);
    Money unrealised = Valuation.unrealised(state, account);
    return new AccountSnapshot(
        account.id(),
        state.seq(),
        account.seq(),
        state.clockNanos(),
        account.tradingState().stricter(state.globalState()),
        account.quarantined(),
        realised,
        unrealised,
        realised.plus(unrealised).minus(account.dayBase()),
        account.fees(),
        Valuation.exposure(state, account),
        positions,
        working,
        ChainHash.sha256Hex(bytes),
        null);
  }
}
