package io.tapedeck.risk.core.check;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.order.Side;
import io.tapedeck.risk.core.AccountState;
import io.tapedeck.risk.core.EffectiveLimits;
import org.jspecify.annotations.Nullable;

/**
 * What the checks see: an order that adds quantity to the market, new or by replacing another.
 *
 * @param intent the wish
 * @param side buy or sell
 * @param quantity what may execute, positive
 * @param limitPrice null for market orders
 * @param replaces the working order that it takes the place of, null for a new one
 * @param account the account before the order
 * @param limits those that hold for the account
 * @param mark of the instrument, null if none is known
 * @param tradingState the stricter of the account's and everyone's
 * @param nowNanos the partition's event time
 * @param totals profit and exposure of the account at the marks
 */
public record Order(
    OrderIntent intent,
    Side side,
    Quantity quantity,
    @Nullable Price limitPrice,
    @Nullable IntentId replaces,
    AccountState account,
    EffectiveLimits limits,
    @Nullable Mark mark,
    TradingState tradingState,
    long nowNanos,
    Totals totals) {

  /**
   * Profit of the account at the marks last journalled.
   *
   * @param equity capital plus all profit since the first entry
   * @param dayPnl profit since the day's start
   */
  public record Totals(Money equity, Money dayPnl) {}

  /** The mark's price, null if there is none. */
  public @Nullable Price markPrice() {
    return mark == null ? null : mark.price();
  }

  /** The worse of mark and limit: the higher, for what an order can cost or leave open. */
  public @Nullable Price valuationPrice() {
    Price price = markPrice();
    if (price == null || limitPrice == null) {
      return price;
    }
    return limitPrice.compareTo(price) > 0 ? limitPrice : price;
  }

  /**
   * The signed position if this and all working orders of its side were filled, none of the other.
   */
  public Quantity worstPosition() {
    Quantity all = account.workingLeaves(intent.instrument(), side, replaces).plus(quantity);
    Quantity held = account.position(intent.instrument()).quantity();
    return side == Side.BUY ? held.plus(all) : held.minus(all);
  }

  /** True if even then the position only comes closer to zero, and does not cross it. */
  public boolean reduces() {
    Quantity held = account.position(intent.instrument()).quantity();
    Quantity worst = worstPosition();
    return held.signum() != 0
        && held.signum() != side.sign()
        && (worst.isZero() || worst.signum() == held.signum());
  }
}
