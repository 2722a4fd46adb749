package io.tapedeck.risk.core;

import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Side;

/**
 * A position by cost basis: what was paid for what is held. Realised profit is proceeds minus the
 * part of the cost that they close, so that at zero quantity the sum of all realised profit equals
 * the sum of all cash flows exactly, whatever was rounded on the way.
 *
 * @param quantity signed units; negative is short
 * @param cost what the open units cost, signed like the quantity
 * @param realised profit and loss of what was closed, before fees
 * @param realisedBefore what was realised when the present round trip began
 */
public record Position(Quantity quantity, Money cost, Money realised, Money realisedBefore) {
  /** Nothing held, nothing earned. */
  public static final Position FLAT =
      new Position(Quantity.ZERO, Money.ZERO, Money.ZERO, Money.ZERO);

  /**
   * After an execution.
   *
   * @param executed positive
   * @throws ArithmeticException if a figure leaves the money type
   */
  public Position filled(Side side, Quantity executed, Price price) {
    Quantity signed = side == Side.BUY ? executed : executed.negate();
    if (quantity.signum() == 0) {
      return new Position(signed, signed.times(price), realised, realised);
    }
    if (quantity.signum() == signed.signum()) {
      return new Position(
          quantity.plus(signed), cost.plus(signed.times(price)), realised, realisedBefore);
    }
    if (executed.compareTo(quantity.abs()) <= 0) {
      return reduced(signed, signed.times(price));
    }
    Position flat = reduced(quantity.negate(), quantity.negate().times(price));
    Quantity rest = signed.plus(quantity);
    return new Position(rest, rest.times(price), flat.realised, flat.realised);
  }

  /** Closes part or all; {@code signed} has the opposite sign of the quantity. */
  private Position reduced(Quantity signed, Money cash) {
    Quantity left = quantity.plus(signed);
    Money keptCost =
        left.isZero()
            ? Money.ZERO
            : new Money(FixedPoint.proportion(cost.raw(), left.raw(), quantity.raw()));
    // cash is signed like the fill; what it closes cost (cost - keptCost)
    Money profit = cash.negate().minus(cost.minus(keptCost));
    return new Position(left, keptCost, realised.plus(profit), realisedBefore);
  }

  /** True if the execution that led from the position before to this one ended a round trip. */
  boolean endedRoundTrip(Position before) {
    return before.quantity.signum() != 0 && before.quantity.signum() != quantity.signum();
  }

  /** What the round trip earned that ended with the step from the position before to this one. */
  Money roundTrip(Position before) {
    return realised.minus(before.realisedBefore);
  }

  /** Profit or loss if all were closed at a price. */
  public Money unrealised(Price mark) {
    return quantity.times(mark).minus(cost);
  }

  /** True if nothing is held and nothing was ever earned. */
  public boolean untouched() {
    return quantity.raw() == 0 && cost.raw() == 0 && realised.raw() == 0;
  }

  /** What the open units cost each; zero if flat. */
  public Price averagePrice() {
    return quantity.isZero() ? new Price(0) : cost.per(quantity);
  }
}
