package io.tapedeck.signals.core;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.tape.Coordinates;
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

  /** The position in an instrument, zero if there is none. */
  public Holding position(InstrumentId instrument) {
    return positions.getOrDefault(instrument, NONE);
  }
}
