package io.tapedeck.risk.core;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import org.jspecify.annotations.Nullable;

/**
 * An approved order that is not known to have ended: it counts against limits at once.
 *
 * @param type as it was ordered
 * @param quantity total that the venue has or will have, positive
 * @param filled so far
 * @param limitPrice null for an order without one
 * @param reservedPrice at which it counts
 * @param replaces replaces approved and not yet answered; until then the larger size and the worse
 *     price of all of them count
 * @param asked largest total quantity that these replaces ask for; zero if there are none
 * @param askedPrice at which that would count; zero if there are none
 */
public record WorkingOrder(
    IntentId intent,
    InstrumentId instrument,
    Side side,
    OrderType type,
    Quantity quantity,
    Quantity filled,
    @Nullable Price limitPrice,
    Price reservedPrice,
    int replaces,
    Quantity asked,
    Price askedPrice) {

  /** An order as approved. */
  static WorkingOrder approved(
      IntentId intent,
      InstrumentId instrument,
      Side side,
      OrderType type,
      Quantity quantity,
      @Nullable Price limitPrice,
      Price reservedPrice) {
    return new WorkingOrder(
        intent,
        instrument,
        side,
        type,
        quantity,
        Quantity.ZERO,
        limitPrice,
        reservedPrice,
        0,
        Quantity.ZERO,
        Price.ZERO);
  }

  /** What may still execute, approved replaces included; never negative. */
  public Quantity leaves() {
    Quantity most = asked.compareTo(quantity) > 0 ? asked : quantity;
    Quantity left = most.minus(filled);
    return left.signum() < 0 ? Quantity.ZERO : left;
  }

  /** The price at which it counts, approved replaces included. */
  public Price countsAt() {
    return askedPrice.compareTo(reservedPrice) > 0 ? askedPrice : reservedPrice;
  }

  /** True if it waits for its stop price. */
  public boolean stop() {
    return type != OrderType.MARKET && type != OrderType.LIMIT;
  }

  WorkingOrder filledTo(Quantity total) {
    return new WorkingOrder(
        intent,
        instrument,
        side,
        type,
        quantity,
        total,
        limitPrice,
        reservedPrice,
        replaces,
        asked,
        askedPrice);
  }

  /** After a replace was approved. */
  WorkingOrder asking(Quantity total, Price price) {
    return new WorkingOrder(
        intent,
        instrument,
        side,
        type,
        quantity,
        filled,
        limitPrice,
        reservedPrice,
        replaces + 1,
        total.compareTo(asked) > 0 ? total : asked,
        price.compareTo(askedPrice) > 0 ? price : askedPrice);
  }

  /** After the venue replaced it. */
  WorkingOrder replaced(Quantity total, @Nullable Price limit) {
    WorkingOrder answered = answered();
    return new WorkingOrder(
        intent,
        instrument,
        side,
        type,
        total,
        filled,
        limit == null ? limitPrice : limit,
        limit == null ? countsAt() : limit.compareTo(reservedPrice) > 0 ? limit : reservedPrice,
        answered.replaces,
        answered.asked,
        answered.askedPrice);
  }

  /** After the venue refused to replace it, or answered one of several. */
  WorkingOrder answered() {
    int left = Math.max(0, replaces - 1);
    return new WorkingOrder(
        intent,
        instrument,
        side,
        type,
        quantity,
        filled,
        limitPrice,
        reservedPrice,
        left,
        left == 0 ? Quantity.ZERO : asked,
        left == 0 ? Price.ZERO : askedPrice);
  }
}
