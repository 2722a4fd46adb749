package io.tapedeck.signals.core.strategy;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderAction.Cancel;
import io.tapedeck.domain.order.OrderAction.Replace;
import io.tapedeck.domain.order.OrderAction.Submit;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.signal.StrategyObservation;
import io.tapedeck.domain.signal.StrategyObservation.OrderSeen;
import io.tapedeck.signals.core.Orders;
import io.tapedeck.signals.core.Seen;
import io.tapedeck.signals.core.StrategyState;
import io.tapedeck.signals.core.Tick;
import java.nio.ByteBuffer;
import java.util.UUID;

/** {@link ThresholdStrategy} at work on one instrument. */
final class ThresholdState implements StrategyState {
  private static final int BYTES = 7 * Long.BYTES + 5;
  private static final double LOWEST = 0;
  private static final double HIGHEST = 1;

  private final ThresholdSettings settings;

  private static final int LONG = 1;
  private static final int FLAT = 0;
  private static final int SHORT = -1;

  /** No threshold was crossed yet: a position that is there is not its own to end. */
  private static final int NO_OPINION = 2;

  private int stance = NO_OPINION;

  private boolean everOrdered;
  private long orderedAtNanos;

  /** An order is out and its effect not seen yet. */
  private boolean waiting;

  /** Signed, of the order that is out; position before it. */
  private long orderedRaw;

  private long positionBeforeRaw;

  /** The last order: its id; whether it is a limit order that rests, since when, how repriced. */
  private long orderHigh;

  private long orderLow;
  private boolean resting;
  private long restingSinceNanos;
  private int repriced;
  private long lastSeenPositionRaw;

  ThresholdState(ThresholdSettings settings) {
    this.settings = settings;
  }

  @Override
  public void onObservation(StrategyObservation what, Seen seen) {
    if (what instanceof OrderSeen order && isLast(order.intent())) {
      onOrder(order);
    }
    long position = seen.position().raw();
    if (position == lastSeenPositionRaw) {
      return;
    }
    lastSeenPositionRaw = position;
    boolean whole = position == positionBeforeRaw + orderedRaw;
    if (whole || !resting) {
      waiting = false;
      resting = false;
    }
  }

  /** The order's end; what it filled shows in the position. */
  private void onOrder(OrderSeen order) {
    switch (order.kind()) {
      case REJECTED, EXPIRED, CANCELED -> {
        waiting = false;
        resting = false;
      }
      case FILLED -> resting &= order.leaves() == null || !order.leaves().isZero();
      default -> {}
    }
  }

  @Override
  public boolean works(IntentId intent) {
    return (waiting || resting) && isLast(intent);
  }

  private boolean isLast(IntentId intent) {
    return everOrdered && intent.equals(last());
  }

  @Override
  public boolean cancelAll(Orders orders) {
    if (!resting) {
      return false;
    }
    orders.want(new Cancel(last()));
    resting = false;
    return true;
  }

  @Override
  public boolean onTick(Tick tick, Seen seen, Orders orders) {
    if (!tick.scored()) {
      return false;
    }
    int before = stance;
    stance = nextStance(tick.score());
    boolean acted = act(tick, seen, orders);
    return acted || stance != before;
  }

  private int nextStance(double score) {
    if (score > settings.enterLong()) {
      return LONG;
    }
    if (score < settings.enterShort()) {
      return SHORT;
    }
    boolean longEnds = stance == LONG && score < settings.exitLong();
    boolean shortEnds = stance == SHORT && score > settings.exitShort();
    return longEnds || shortEnds ? FLAT : stance;
  }

  private boolean act(Tick tick, Seen seen, Orders orders) {
    if (resting && tick.clockNanos() - restingSinceNanos >= settings.restNanos()) {
      repriceOrCancel(tick, seen, orders);
      return true;
    }
    if (waiting && tick.clockNanos() - orderedAtNanos < settings.patienceNanos()) {
      return false;
    }
    boolean coolingDown =
        everOrdered && tick.clockNanos() - orderedAtNanos < settings.coolDownNanos();
    if (resting || coolingDown) {
      return false;
    }
    try {
      return order(tick, seen, orders);
    } catch (ArithmeticException e) {
      // prices beyond the money type: what cannot be valued is not ordered
      return false;
    }
  }

  private boolean order(Tick tick, Seen seen, Orders orders) {
    long position = seen.position().raw();
    if (stance == NO_OPINION) {
      return false;
    }
    if (stance == LONG && position >= 0) {
      return grow(Side.BUY, tick, seen, orders);
    }
    if (stance == SHORT && position <= 0) {
      return settings.allowShort() && grow(Side.SELL, tick, seen, orders);
    }
    if (position > 0) {
      return submit(Side.SELL, seen.position(), true, tick, seen, orders);
    }
    if (position < 0) {
      return submit(Side.BUY, seen.position().abs(), true, tick, seen, orders);
    }
    return false;
  }

  private boolean grow(Side side, Tick tick, Seen seen, Orders orders) {
    boolean buys = side == Side.BUY;
    boolean strong =
        buys ? tick.score() > settings.enterLong() : tick.score() < settings.enterShort();
    Price price = new Price(buys ? tick.ask() : tick.bid());
    boolean full = seen.position().abs().times(price).compareTo(settings.maxPosition()) >= 0;
    if (!strong || full || seen.state() != TradingState.ACTIVE) {
      return false;
    }
    double strength =
        buys
            ? Sizing.strength(tick.score(), settings.enterLong(), HIGHEST)
            : Sizing.strength(tick.score(), settings.enterShort(), LOWEST);
    Money notional = Sizing.scaled(settings.orderNotional(), settings.sizeScale(), strength);
    notional = Sizing.calmed(notional, settings.baseVolatilityBps(), tick.volatilityBps());
    Quantity quantity = Sizing.quantity(notional, price, settings.quantityStep());
    return submit(side, quantity, false, tick, seen, orders);
  }

  private boolean submit(
      Side side, Quantity quantity, boolean reduces, Tick tick, Seen seen, Orders orders) {
    if (quantity.signum() <= 0) {
      return false;
    }
    OrderTerms terms =
        settings.type() == OrderType.MARKET || reduces
            ? OrderTerms.market(side, quantity)
            : OrderTerms.limit(side, quantity, limit(side, tick));
    IntentId id = orders.want(new Submit(terms));
    everOrdered = true;
    orderedAtNanos = tick.clockNanos();
    waiting = true;
    positionBeforeRaw = seen.position().raw();
    orderedRaw = side.sign() * quantity.raw();
    UUID uuid = UUID.fromString(id.value());
    orderHigh = uuid.getMostSignificantBits();
    orderLow = uuid.getLeastSignificantBits();
    resting = terms.type() == OrderType.LIMIT;
    restingSinceNanos = tick.clockNanos();
    repriced = 0;
    return true;
  }

  private void repriceOrCancel(Tick tick, Seen seen, Orders orders) {
    IntentId target = last();
    boolean still = Long.signum(orderedRaw) == stance && seen.state() == TradingState.ACTIVE;
    if (still && repriced < settings.repricings()) {
      Side side = orderedRaw > 0 ? Side.BUY : Side.SELL;
      Quantity total = new Quantity(Math.abs(orderedRaw));
      orders.want(new Replace(target, total, limit(side, tick)));
      repriced++;
      restingSinceNanos = tick.clockNanos();
    } else {
      orders.want(new Cancel(target));
      resting = false;
    }
    orderedAtNanos = tick.clockNanos();
  }

  private Price limit(Side side, Tick tick) {
    if (settings.slippageTolerance() == 0) {
      return new Price(side == Side.BUY ? tick.bid() : tick.ask());
    }
    return Sizing.protectedLimit(
        side, tick.bid(), tick.ask(), settings.slippageTolerance(), settings.priceStep());
  }

  private IntentId last() {
    return new IntentId(new UUID(orderHigh, orderLow).toString());
  }

  @Override
  public int bytes() {
    return BYTES;
  }

  @Override
  public void write(ByteBuffer out) {
    out.put((byte) stance).put((byte) (everOrdered ? 1 : 0)).put((byte) (waiting ? 1 : 0));
    out.put((byte) repriced).put((byte) (resting ? 1 : 0));
    out.putLong(orderedAtNanos).putLong(orderedRaw).putLong(positionBeforeRaw);
    out.putLong(orderHigh).putLong(orderLow).putLong(restingSinceNanos);
    out.putLong(lastSeenPositionRaw);
  }

  @Override
  public void read(ByteBuffer in) {
    stance = in.get();
    everOrdered = in.get() == 1;
    waiting = in.get() == 1;
    repriced = in.get();
    resting = in.get() == 1;
    orderedAtNanos = in.getLong();
    orderedRaw = in.getLong();
    positionBeforeRaw = in.getLong();
    orderHigh = in.getLong();
    orderLow = in.getLong();
    restingSinceNanos = in.getLong();
    lastSeenPositionRaw = in.getLong();
  }
}
