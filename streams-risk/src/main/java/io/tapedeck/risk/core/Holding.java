package io.tapedeck.risk.core;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.money.Price;
import org.jspecify.annotations.Nullable;

/**
 * An account's stake in one instrument: what it holds, and the sums of what may still execute, kept
 * up to date so that no check has to walk all orders.
 */
final class Holding {
  final InstrumentId instrument;
  final String currency;
  Position position = Position.FLAT;
  long buyLeaves;
  long sellLeaves;
  int orders;

  Holding(InstrumentId instrument) {
    this.instrument = instrument;
    this.currency = Currencies.quote(instrument);
  }

  /** The larger of the positions that all buys, or all sells, would lead to, without sign. */
  long worstUnits() {
    long held = position.quantity().raw();
    return Math.max(
        Math.abs(Math.addExact(held, buyLeaves)), Math.abs(Math.subtractExact(held, sellLeaves)));
  }

  /** Price to count at: the mark, else the average price, else none. */
  @Nullable Price price(RiskState state) {
    Price mark = Valuation.price(state, instrument);
    if (mark != null) {
      return mark;
    }
    return position.quantity().isZero() ? null : position.averagePrice().abs();
  }

  /** True if nothing is held, earned or ordered. */
  boolean empty() {
    return position.equals(Position.FLAT) && orders == 0;
  }
}
