package io.tapedeck.signals.core.strategy;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderAction.Submit;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.signal.StrategyObservation;
import io.tapedeck.domain.signal.StrategyObservation.PositionSeen;
import io.tapedeck.signals.core.Orders;
import io.tapedeck.signals.core.Seen;
import io.tapedeck.signals.core.Strategy;
import io.tapedeck.signals.core.StrategyState;
import io.tapedeck.signals.core.Tick;
import io.tapedeck.signals.core.feature.Decay;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * The teaching example: long while a fast mean of the mid is above a slow one, flat or short while
 * it is below. Small enough to be read whole before writing one's own.
 *
 * @param instruments empty for every instrument
 */
public record MovingAverageCross(
    StrategyId id, AccountId account, Set<InstrumentId> instruments, CrossSettings settings)
    implements Strategy {
  public MovingAverageCross {
    instruments = Set.copyOf(instruments);
  }

  @Override
  public boolean trades(InstrumentId instrument) {
    return instruments.isEmpty() || instruments.contains(instrument);
  }

  @Override
  public StrategyState start() {
    return new State(settings);
  }

  /** At work on one instrument. */
  private static final class State implements StrategyState {
    private static final int BYTES = 2 + 6 * Long.BYTES;

    private final CrossSettings settings;
    private boolean begun;
    private boolean waiting;
    private long beganNanos;
    private long clockNanos;
    private long orderedAtNanos;
    private double mid;
    private double fast;
    private double slow;

    State(CrossSettings settings) {
      this.settings = settings;
    }

    @Override
    public void onObservation(StrategyObservation what, Seen seen) {
      waiting &= !(what instanceof PositionSeen);
    }

    @Override
    public boolean onTick(Tick tick, Seen seen, Orders orders) {
      if (tick.bid() <= 0 || tick.ask() <= 0) {
        return false;
      }
      takeIn(tick);
      boolean warm = clockNanos - beganNanos >= settings.slowSeconds() * 1e9;
      boolean patient = waiting && clockNanos - orderedAtNanos < settings.patienceNanos();
      if (warm && !patient && fast != slow) {
        order(fast > slow, tick, seen, orders);
      }
      return true;
    }

    private void takeIn(Tick tick) {
      double now = (tick.bid() + (double) tick.ask()) / 2;
      if (!begun) {
        begun = true;
        beganNanos = tick.clockNanos();
        fast = now;
        slow = now;
      } else {
        long step = tick.clockNanos() - clockNanos;
        fast = mid + (fast - mid) * Decay.kept(settings.fastSeconds(), step);
        slow = mid + (slow - mid) * Decay.kept(settings.slowSeconds(), step);
      }
      clockNanos = tick.clockNanos();
      mid = now;
    }

    private void order(boolean up, Tick tick, Seen seen, Orders orders) {
      Quantity position = seen.position();
      int wanted = up ? 1 : settings.allowShort() ? -1 : 0;
      if (position.signum() == wanted) {
        return;
      }
      Side side = position.signum() > wanted ? Side.SELL : Side.BUY;
      Quantity quantity = position.abs();
      if (quantity.isZero()) {
        if (seen.state() != TradingState.ACTIVE) {
          return;
        }
        Price price = new Price(up ? tick.ask() : tick.bid());
        quantity = Sizing.quantity(settings.orderNotional(), price, settings.quantityStep());
      }
      if (quantity.signum() > 0) {
        orders.want(new Submit(OrderTerms.market(side, quantity)));
        waiting = true;
        orderedAtNanos = clockNanos;
      }
    }

    /** Market orders are done or refused at once; the position tells. */
    @Override
    public boolean works(IntentId intent) {
      return false;
    }

    @Override
    public boolean cancelAll(Orders orders) {
      return false;
    }

    @Override
    public int bytes() {
      return BYTES;
    }

    @Override
    public void write(ByteBuffer out) {
      out.put((byte) (begun ? 1 : 0)).put((byte) (waiting ? 1 : 0)).putLong(beganNanos);
      out.putLong(clockNanos).putLong(orderedAtNanos).putDouble(mid).putDouble(fast);
      out.putDouble(slow);
    }

    @Override
    public void read(ByteBuffer in) {
      begun = in.get() == 1;
      waiting = in.get() == 1;
      beganNanos = in.getLong();
      clockNanos = in.getLong();
      orderedAtNanos = in.getLong();
      mid = in.getDouble();
      fast = in.getDouble();
      slow = in.getDouble();
    }
  }
}
