package io.tapedeck.risk.core.check;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import io.tapedeck.risk.core.AccountState;
import io.tapedeck.risk.core.EffectiveLimits;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.risk.core.Totals;
import org.jspecify.annotations.Nullable;

/**
 * What the checks see: an order that adds quantity to the market, new or by replacing another.
 *
 * @param intent the wish
 * @param side buy or sell
 * @param type market, limit or a stop
 * @param quantity what may execute, positive
 * @param limitPrice null for orders without one
 * @param replaces the working order that it takes the place of, null for a new one
 * @param byCommand true for a closing order made here
 * @param state the partition before the order
 * @param account the account before the order
 * @param limits those that hold for the order
 * @param mark of the instrument, null if none is known
 * @param totals of the account at the marks
 * @param stake what the account would have in the instrument
 */
public record Order(
    OrderIntent intent,
    Side side,
    OrderType type,
    Quantity quantity,
    @Nullable Price limitPrice,
    @Nullable IntentId replaces,
    boolean byCommand,
    RiskState state,
    AccountState account,
    EffectiveLimits limits,
    @Nullable Mark mark,
    Totals totals,
    Stake stake) {

  /**
   * The instrument's stake with the order.
   *
   * @param held signed raw units held
   * @param worst signed raw units if this and all working orders of its side were filled, none of
   *     the other
   * @param valuationPrice the worse of mark and limit, the higher, for what an order can cost or
   *     leave open; null without a mark
   * @param value raw value of the order at that price, converted; zero without a mark
   * @param worstValue raw value of the worst position at that price, without sign, converted
   * @param grossWorst raw value of all stakes of the account with the order
   * @param grossBefore the same without the order
   * @param open instruments with a stake, this one included
   * @param convertible false if the instrument's currency has no conversion mark
   */
  public record Stake(
      long held,
      long worst,
      @Nullable Price valuationPrice,
      long value,
      long worstValue,
      long grossWorst,
      long grossBefore,
      int open,
      boolean convertible) {}

  /** Whose. */
  public InstrumentId instrument() {
    return intent.instrument();
  }

  /** The partition's event time. */
  public long nowNanos() {
    return state.clockNanos();
  }

  /** The mark's price, null if there is none. */
  public @Nullable Price markPrice() {
    return mark == null ? null : mark.price();
  }

  /** The limit price, else the mark's; null if there is neither. */
  public @Nullable Price price() {
    return limitPrice != null ? limitPrice : markPrice();
  }

  /** True if the position can only come closer to zero, and not cross it. */
  public boolean reduces() {
    int held = Long.signum(stake.held);
    int worst = Long.signum(stake.worst);
    return held != 0 && held != side.sign() && (worst == 0 || worst == held);
  }
}
