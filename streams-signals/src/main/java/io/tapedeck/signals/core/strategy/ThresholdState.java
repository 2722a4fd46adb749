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
import io.tapedeck.signals.core.Orders;
import io.tapedeck.signals.core.Seen;
import io.tapedeck.signals.core.StrategyState;
import io.tapedeck.signals.core.Tick;
import java.nio.ByteBuffer;
import java.util.UUID;

/** {@link ThresholdStrategy} at work on one instrument. */
final class ThresholdState implements StrategyState {
  private static final int BYTES = 7 * Long.BYTES + 4;
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

  /** The limit order that rests: id, since when, how often repriced. */
  private long restingHigh;

  private long restingLow;
  private long restingSinceNanos;
  private int repriced;
  private long lastSeenPositionRaw;

  ThresholdState(ThresholdSettings settings) {
    this.settings = settings;
  }

  @Override
  public void onObservation(Seen seen) {
    long position = seen.position().raw();
    if (position == lastSeenPositionRaw) {
      return;
    }
    lastSeenPositionRaw = position;
    boolean whole = position == positionBeforeRaw + orderedRaw;
    if (whole || !isResting()) {
      waiting = false;
      forgetResting();
    }
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
    if (isResting() && tick.clockNanos() - restingSinceNanos >= settings.restNanos()) {
      repriceOrCancel(tick, seen, orders);
      return true;
    }
    if (waiting && tick.clockNanos() - orderedAtNanos < settings.patienceNanos()) {
      return false;
    }
    boolean coolingDown =
        everOrdered && tick.clockNanos() - orderedAtNanos < settings.coolDownNanos();
    if (isResting() || coolingDown || seen.state() == TradingState.HALTED) {
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
            : OrderTerms.limit(side, quantity, ownBest(side, tick));
    IntentId id = orders.want(new Submit(terms));
    everOrdered = true;
    orderedAtNanos = tick.clockNanos();
    waiting = true;
    positionBeforeRaw = seen.position().raw();
    orderedRaw = side.sign() * quantity.raw();
    if (terms.type() == OrderType.LIMIT) {
      rest(id, tick);
    }
    return true;
  }

  private void repriceOrCancel(Tick tick, Seen seen, Orders orders) {
    IntentId target = resting();
    boolean still = Long.signum(orderedRaw) == stance && seen.state() == TradingState.ACTIVE;
    if (still && repriced < settings.repricings()) {
      Side side = orderedRaw > 0 ? Side.BUY : Side.SELL;
      Quantity total = new Quantity(Math.abs(orderedRaw));
      orders.want(new Replace(target, total, ownBest(side, tick)));
      repriced++;
      restingSinceNanos = tick.clockNanos();
    } else {
      orders.want(new Cancel(target));
      forgetResting();
    }
    orderedAtNanos = tick.clockNanos();
  }

  private static Price ownBest(Side side, Tick tick) {
    return new Price(side == Side.BUY ? tick.bid() : tick.ask());
  }

  private boolean isResting() {
    return (restingHigh | restingLow) != 0;
  }

  private IntentId resting() {
    return new IntentId(new UUID(restingHigh, restingLow).toString());
  }

  private void rest(IntentId id, Tick tick) {
    UUID uuid = UUID.fromString(id.value());
    restingHigh = uuid.getMostSignificantBits();
    restingLow = uuid.getLeastSignificantBits();
    restingSinceNanos = tick.clockNanos();
    repriced = 0;
  }

  private void forgetResting() {
    restingHigh = 0;
    restingLow = 0;
  }

  @Override
  public int bytes() {
    return BYTES;
  }

  @Override
  public void write(ByteBuffer out) {
    out.put((byte) stance).put((byte) (everOrdered ? 1 : 0)).put((byte) (waiting ? 1 : 0));
    out.put((byte) repriced);
    out.putLong(orderedAtNanos).putLong(orderedRaw).putLong(positionBeforeRaw);
    out.putLong(restingHigh).putLong(restingLow).putLong(restingSinceNanos);
    out.putLong(lastSeenPositionRaw);
  }

  @Override
  public void read(ByteBuffer in) {
    stance = in.get();
    everOrdered = in.get() == 1;
    waiting = in.get() == 1;
    repriced = in.get();
    orderedAtNanos = in.getLong();
    orderedRaw = in.getLong();
    positionBeforeRaw = in.getLong();
    restingHigh = in.getLong();
    restingLow = in.getLong();
    restingSinceNanos = in.getLong();
    lastSeenPositionRaw = in.getLong();
  }
}
