package io.tapedeck.signals.core;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.AccountSnapshot.PositionLine;
import io.tapedeck.domain.tape.Coordinates;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An account as last published by risk.
 *
 * @param source the record that said so
 */
public record AccountView(
    AccountId account,
    Map<InstrumentId, Holding> positions,
    TradingState state,
    long accountSeq,
    Coordinates source) {
  private static final Holding NONE = new Holding(Quantity.ZERO, null);

  public AccountView {
    positions = Map.copyOf(positions);
  }

  /**
   * A position.
   *
   * @param quantity signed
   * @param averagePrice null for none
   */
  public record Holding(Quantity quantity, @Nullable Price averagePrice) {}

  /** What a published account says. */
  public static AccountView of(AccountSnapshot snapshot, Coordinates source) {
    Map<InstrumentId, Holding> positions = new HashMap<>();
    for (PositionLine line : snapshot.positions()) {
      Price average = line.averagePrice().isZero() ? null : line.averagePrice();
      positions.put(line.instrument(), new Holding(line.quantity(), average));
    }
    TradingState state = snapshot.quarantined() ? TradingState.HALTED : snapshot.tradingState();
    return new AccountView(snapshot.account(), positions, state, snapshot.accountSeq(), source);
  }

  /** The position in an instrument, zero if there is none. */
  public Holding position(InstrumentId instrument) {
    return positions.getOrDefault(instrument, NONE);
  }
}
