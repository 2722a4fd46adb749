package io.tapedeck.signals.core.strategy;

import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderAction.Submit;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.signal.StrategyObservation;
import io.tapedeck.signals.core.Orders;
import io.tapedeck.signals.core.Seen;
import io.tapedeck.signals.core.StrategyState;
import io.tapedeck.signals.core.Tick;
import java.nio.ByteBuffer;

/**
 * The stops of {@link Stopped} on one instrument. Where several would act at a tick, the loss comes
 * first, then the age, then the gain.
 */
final class StopState implements StrategyState {
  private static final int BYTES = 3 + 5 * Long.BYTES;
  private static final double PERCENT = 100;

  private final StrategyState inner;
  private final StopSettings settings;

  private long held;
  private long entry;
  private long best;
  private boolean dated;
  private long enteredAtNanos;
  private boolean firstTargetHit;

  /** An exit is out; nothing else happens until it shows or patience ends. */
  private boolean exiting;

  private long exitAtNanos = Long.MIN_VALUE / 2;

  StopState(StrategyState inner, StopSettings settings) {
    this.inner = inner;
    this.settings = settings;
  }

  @Override
  public void onObservation(StrategyObservation what, Seen seen) {
    inner.onObservation(what, seen);
    long position = seen.position().raw();
    if (position == held) {
      return;
    }
    if (Long.signum(position) != Long.signum(held)) {
      best = 0;
      dated = false;
      firstTargetHit = false;
    }
    held = position;
    Price average = seen.averagePrice();
    entry = average == null ? 0 : average.raw();
    exiting = false;
  }

  @Override
  public boolean onTick(Tick tick, Seen seen, Orders orders) {
    if (exiting && tick.clockNanos() - exitAtNanos < settings.patienceNanos()) {
      return false;
    }
    exiting = false;
    boolean priced = tick.bid() > 0 && tick.ask() > 0;
    if (held == 0 || !priced) {
      boolean barred = tick.clockNanos() - exitAtNanos < settings.reentryNanos();
      return !barred && inner.onTick(tick, seen, orders);
    }
    takeIn(tick);
    if (isToEnd(tick)) {
      inner.cancelAll(orders);
      exit(new Quantity(held).abs(), tick, orders);
      return true;
    }
    boolean target =
        !firstTargetHit
            && settings.firstTargetPercent() > 0
            && gainPercent(exitPrice(tick)) >= settings.firstTargetPercent();
    if (target) {
      firstTargetHit = true;
      Quantity part =
          Sizing.share(
              new Quantity(held).abs(), settings.partialPercent(), settings.quantityStep());
      if (part.signum() > 0) {
        exit(part, tick, orders);
      }
      return true;
    }
    inner.onTick(tick, seen, orders);
    return true;
  }

  private void takeIn(Tick tick) {
    long price = exitPrice(tick);
    if (!dated) {
      dated = true;
      enteredAtNanos = tick.clockNanos();
      best = price;
    }
    if (entry == 0) {
      entry = price; // risk gave no mean price: what it is worth now
    }
    best = held > 0 ? Math.max(best, price) : Math.min(best, price);
  }

  private long exitPrice(Tick tick) {
    return held > 0 ? tick.bid() : tick.ask();
  }

  private double gainPercent(long price) {
    double gain = (price - (double) entry) / entry * PERCENT;
    return held > 0 ? gain : -gain;
  }

  private boolean isToEnd(Tick tick) {
    long price = exitPrice(tick);
    double gain = gainPercent(price);
    return isLoss(gain, price) || isOld(tick) || isGain(gain);
  }

  private boolean isLoss(double gain, long price) {
    boolean lost = settings.stopLossPercent() > 0 && gain <= -settings.stopLossPercent();
    boolean evened = settings.breakEvenAfterFirstTarget() && firstTargetHit && gain <= 0;
    return lost || evened || isTrailed(price) || isPast(price) || isTooMuch(price);
  }

  private boolean isTrailed(long price) {
    if (settings.trailingPercent() <= 0
        || gainPercent(best) < settings.trailingActivationPercent()) {
      return false;
    }
    double back = Math.abs(best - (double) price) / best * PERCENT;
    return back >= settings.trailingPercent();
  }

  private boolean isPast(long price) {
    Price level = settings.absolutePrice();
    return level != null && (held > 0 ? price <= level.raw() : price >= level.raw());
  }

  private boolean isTooMuch(long price) {
    if (settings.maxLoss().signum() <= 0) {
      return false;
    }
    double loss = (entry - (double) price) / 1e9 * (held / 1e9);
    return loss >= settings.maxLoss().raw() / 1e9;
  }

  private boolean isOld(Tick tick) {
    return settings.timeExitNanos() > 0
        && tick.clockNanos() - enteredAtNanos >= settings.timeExitNanos();
  }

  private boolean isGain(double gain) {
    return settings.takeProfitPercent() > 0 && gain >= settings.takeProfitPercent();
  }

  private void exit(Quantity quantity, Tick tick, Orders orders) {
    Side side = held > 0 ? Side.SELL : Side.BUY;
    orders.want(new Submit(OrderTerms.market(side, quantity)));
    exiting = true;
    exitAtNanos = tick.clockNanos();
  }

  @Override
  public boolean works(IntentId intent) {
    return inner.works(intent);
  }

  @Override
  public boolean cancelAll(Orders orders) {
    return inner.cancelAll(orders);
  }

  @Override
  public int bytes() {
    return BYTES + inner.bytes();
  }

  @Override
  public void write(ByteBuffer out) {
    out.put((byte) (dated ? 1 : 0)).put((byte) (firstTargetHit ? 1 : 0));
    out.put((byte) (exiting ? 1 : 0)).putLong(held).putLong(entry).putLong(best);
    out.putLong(enteredAtNanos).putLong(exitAtNanos);
    inner.write(out);
  }

  @Override
  public void read(ByteBuffer in) {
    dated = in.get() == 1;
    firstTargetHit = in.get() == 1;
    exiting = in.get() == 1;
    held = in.getLong();
    entry = in.getLong();
    best = in.getLong();
    enteredAtNanos = in.getLong();
    exitAtNanos = in.getLong();
    inner.read(in);
  }
}
