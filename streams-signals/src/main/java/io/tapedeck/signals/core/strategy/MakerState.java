package io.tapedeck.signals.core.strategy;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.signal.StrategyObservation;
import io.tapedeck.domain.signal.StrategyObservation.OrderSeen;
import io.tapedeck.signals.core.Orders;
import io.tapedeck.signals.core.Seen;
import io.tapedeck.signals.core.StrategyState;
import io.tapedeck.signals.core.Tick;
import java.nio.ByteBuffer;

/** {@link MarketMaker} at work on one instrument. */
final class MakerState implements StrategyState {
  private final MakerSettings settings;
  private final Rung[] bids;
  private final Rung[] asks;
  private boolean everQuoted;
  private boolean surprised;
  private long quotedAtNanos;

  MakerState(MakerSettings settings) {
    this.settings = settings;
    this.bids = ladder(Side.BUY, settings.ordersPerSide());
    this.asks = ladder(Side.SELL, settings.ordersPerSide());
  }

  private static Rung[] ladder(Side side, int rungs) {
    Rung[] ladder = new Rung[rungs];
    for (int i = 0; i < rungs; i++) {
      ladder[i] = new Rung(side);
    }
    return ladder;
  }

  /** What happens to its orders or its inventory is answered at the next tick, throttle or not. */
  @Override
  public void onObservation(StrategyObservation what, Seen seen) {
    surprised = true;
    if (what instanceof OrderSeen order) {
      for (int i = 0; i < bids.length; i++) {
        if (bids[i].isOf(order.intent())) {
          bids[i].on(order);
        } else if (asks[i].isOf(order.intent())) {
          asks[i].on(order);
        }
      }
    }
  }

  @Override
  public boolean works(IntentId intent) {
    for (int i = 0; i < bids.length; i++) {
      if (bids[i].isOf(intent) || asks[i].isOf(intent)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean onTick(Tick tick, Seen seen, Orders orders) {
    boolean due =
        !everQuoted || surprised || tick.clockNanos() - quotedAtNanos >= settings.refreshNanos();
    if (!due || tick.bid() <= 0 || tick.ask() <= tick.bid()) {
      return false;
    }
    everQuoted = true;
    surprised = false;
    quotedAtNanos = tick.clockNanos();
    try {
      quote(tick, seen, orders);
    } catch (ArithmeticException e) {
      // prices beyond the money type: what cannot be valued is not quoted
      cancelAll(orders);
    }
    return true;
  }

  private void quote(Tick tick, Seen seen, Orders orders) {
    double mid = (tick.bid() + (double) tick.ask()) / 2;
    long position = seen.position().raw();
    double lots = position / (double) settings.orderQuantity().raw();
    double skew = settings.skewBps(lots, tick.volatilityBps());
    double half = settings.halfSpreadBps(tick.volatilityBps());
    boolean mayGrow = seen.state() == TradingState.ACTIVE;
    long limit = settings.positionLimit().raw();
    long mayBuy = mayGrow ? limit - position : Math.max(0, -position);
    long maySell = Math.max(0, mayGrow && settings.allowShort() ? limit + position : position);
    for (int i = 0; i < bids.length; i++) {
      double away = half + i * settings.levelSpacingBps();
      long bid = Math.min(tick.ask() - settings.priceStep(), price(mid, skew - away));
      long ask = Math.max(tick.bid() + settings.priceStep(), price(mid, skew + away));
      long buys = rung(mayBuy);
      long sells = rung(maySell);
      mayBuy -= buys;
      maySell -= sells;
      bids[i].aim(bid, buys, settings, tick.clockNanos(), orders);
      asks[i].aim(ask, sells, settings, tick.clockNanos(), orders);
    }
  }

  private long price(double mid, double basisPoints) {
    return Sizing.quote(mid, basisPoints, settings.priceStep());
  }

  /** Units of the next rung of so many that may be quoted. */
  private long rung(long left) {
    long quantity = Math.min(left, settings.orderQuantity().raw());
    return quantity <= 0 ? 0 : quantity - quantity % settings.quantityStep();
  }

  @Override
  public boolean cancelAll(Orders orders) {
    boolean any = false;
    for (int i = 0; i < bids.length; i++) {
      any |= bids[i].cancel(quotedAtNanos, orders);
      any |= asks[i].cancel(quotedAtNanos, orders);
    }
    return any;
  }

  @Override
  public int bytes() {
    return 2 + Long.BYTES + 2 * bids.length * Rung.BYTES;
  }

  @Override
  public void write(ByteBuffer out) {
    out.put((byte) (everQuoted ? 1 : 0)).put((byte) (surprised ? 1 : 0)).putLong(quotedAtNanos);
    for (int i = 0; i < bids.length; i++) {
      bids[i].write(out);
      asks[i].write(out);
    }
  }

  @Override
  public void read(ByteBuffer in) {
    everQuoted = in.get() == 1;
    surprised = in.get() == 1;
    quotedAtNanos = in.getLong();
    for (int i = 0; i < bids.length; i++) {
      bids[i].read(in);
      asks[i].read(in);
    }
  }
}
