package io.tapedeck.risk.core;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What accounts are worth at the marks last journalled. */
final class Valuation {
  private Valuation() {}

  /** Realised minus fees plus unrealised, since the account's first entry. */
  static Money profit(RiskState state, AccountState account) {
    return realised(account).plus(unrealised(state, account));
  }

  /** Realised profit of all positions, fees taken off. */
  static Money realised(AccountState account) {
    Money sum = account.fees().negate();
    for (Position position : account.positions().values()) {
      sum = sum.plus(position.realised());
    }
    return sum;
  }

  /** Unrealised profit at the marks; a position without a mark counts as at cost. */
  static Money unrealised(RiskState state, AccountState account) {
    Money sum = Money.ZERO;
    for (Map.Entry<InstrumentId, Position> held : account.positions().entrySet()) {
      Price price = price(state, held.getKey());
      if (price != null) {
        sum = sum.plus(held.getValue().unrealised(price));
      }
    }
    return sum;
  }

  /** Sum of absolute position values; a position without a mark counts at cost. */
  static Money exposure(RiskState state, AccountState account) {
    Money sum = Money.ZERO;
    for (Map.Entry<InstrumentId, Position> held : account.positions().entrySet()) {
      Quantity quantity = held.getValue().quantity();
      Price price = price(state, held.getKey());
      sum = sum.plus(price == null ? held.getValue().cost().abs() : price.times(quantity).abs());
    }
    return sum;
  }

  static @Nullable Price price(RiskState state, InstrumentId instrument) {
    Mark mark = state.mark(instrument);
    return mark == null ? null : mark.price();
  }
}
