package io.tapedeck.signals.core;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.tape.Coordinates;
import java.util.Map;

/**
 * An account as last published by risk.
 *
 * @param positions signed
 * @param source the record that said so
 */
public record AccountView(
    AccountId account,
    Map<InstrumentId, Quantity> positions,
    TradingState state,
    long accountSeq,
    Coordinates source) {
  public AccountView {
    positions = Map.copyOf(positions);
  }

  /** The position in an instrument, zero if there is none. */
  public Quantity position(InstrumentId instrument) {
    return positions.getOrDefault(instrument, Quantity.ZERO);
  }
}
