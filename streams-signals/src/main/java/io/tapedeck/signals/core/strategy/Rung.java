package io.tapedeck.signals.core.strategy;

import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderAction.Cancel;
import io.tapedeck.domain.order.OrderAction.Replace;
import io.tapedeck.domain.order.OrderAction.Submit;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.order.TimeInForce;
import io.tapedeck.domain.signal.StrategyObservation.OrderSeen;
import io.tapedeck.signals.core.Orders;
import java.nio.ByteBuffer;
import java.util.UUID;

/** A place on the ladder and the order that stands on it, as far as its events tell. */
final class Rung {
  static final int BYTES = 1 + 7 * Long.BYTES;

  private static final Stage[] STAGES = Stage.values();

  /** How far its order is. */
  private enum Stage {
    EMPTY,
    SENT,
    WORKING,
    EDITING,
    CANCELLING
  }

  private final Side side;
  private Stage stage = Stage.EMPTY;
  private long high;
  private long low;
  private long price;
  private long editedPrice;
  private long total;
  private long leaves;
  private long sinceNanos;

  Rung(Side side) {
    this.side = side;
  }

  boolean isEmpty() {
    return stage == Stage.EMPTY;
  }

  /** An answer is awaited, and not for too long yet. */
  private boolean waits(long nowNanos, long patienceNanos) {
    boolean answered = stage == Stage.EMPTY || stage == Stage.WORKING;
    return !answered && nowNanos - sinceNanos < patienceNanos;
  }

  boolean isOf(IntentId intent) {
    return stage != Stage.EMPTY && intent.equals(id());
  }

  private IntentId id() {
    return new IntentId(new UUID(high, low).toString());
  }

  void on(OrderSeen order) {
    switch (order.kind()) {
      case ACCEPTED, CANCEL_REJECTED, REPLACE_REJECTED -> stage = Stage.WORKING;
      case REPLACED -> {
        stage = Stage.WORKING;
        price = editedPrice;
      }
      case FILLED -> {
        leaves = order.leaves() == null ? leaves : order.leaves().raw();
        if (leaves <= 0) {
          stage = Stage.EMPTY;
        } else if (stage == Stage.SENT) {
          stage = Stage.WORKING;
        }
      }
      case REJECTED, EXPIRED, CANCELED -> stage = Stage.EMPTY;
      default -> {}
    }
  }

  /**
   * Brings the order to what is wanted.
   *
   * @param wantedPrice raw; 0 for no order
   * @return true if something was done
   */
  boolean aim(
      long wantedPrice, long quantity, MakerSettings settings, long nowNanos, Orders orders) {
    if (waits(nowNanos, settings.patienceNanos())) {
      return false;
    }
    return switch (stage) {
      case EMPTY ->
          wantedPrice > 0 && quantity > 0 && submit(wantedPrice, quantity, nowNanos, orders);
      case SENT -> cancel(nowNanos, orders); // no answer came: it may work after all
      case CANCELLING -> forget();
      case WORKING, EDITING ->
          wantedPrice <= 0 || quantity <= 0
              ? cancel(nowNanos, orders)
              : isOff(wantedPrice, quantity, settings)
                  && edit(wantedPrice, quantity, nowNanos, orders);
    };
  }

  private boolean isOff(long wantedPrice, long quantity, MakerSettings settings) {
    double off = Math.abs(wantedPrice - (double) price) / price * 10_000;
    return off > settings.toleranceBps() || leaves > quantity || leaves * 2 < quantity;
  }

  private boolean submit(long wantedPrice, long quantity, long nowNanos, Orders orders) {
    OrderTerms terms =
        new OrderTerms(
            side,
            OrderType.LIMIT,
            new Quantity(quantity),
            new Price(wantedPrice),
            null,
            TimeInForce.GTC,
            false,
            true);
    UUID uuid = UUID.fromString(orders.want(new Submit(terms)).value());
    high = uuid.getMostSignificantBits();
    low = uuid.getLeastSignificantBits();
    price = wantedPrice;
    total = quantity;
    leaves = quantity;
    stage = Stage.SENT;
    sinceNanos = nowNanos;
    return true;
  }

  private boolean edit(long wantedPrice, long quantity, long nowNanos, Orders orders) {
    long filled = total - leaves;
    total = Math.addExact(filled, quantity);
    leaves = quantity;
    orders.want(new Replace(id(), new Quantity(total), new Price(wantedPrice)));
    editedPrice = wantedPrice;
    stage = Stage.EDITING;
    sinceNanos = nowNanos;
    return true;
  }

  /** Wants its order cancelled, if there is one. */
  boolean cancel(long nowNanos, Orders orders) {
    if (stage == Stage.EMPTY || stage == Stage.CANCELLING) {
      return false;
    }
    orders.want(new Cancel(id()));
    stage = Stage.CANCELLING;
    sinceNanos = nowNanos;
    return true;
  }

  private boolean forget() {
    stage = Stage.EMPTY;
    return true;
  }

  @SuppressWarnings("EnumOrdinal") // written and read by this class only
  void write(ByteBuffer out) {
    out.put((byte) stage.ordinal()).putLong(high).putLong(low).putLong(price);
    out.putLong(editedPrice).putLong(total).putLong(leaves).putLong(sinceNanos);
  }

  void read(ByteBuffer in) {
    stage = STAGES[in.get()];
    high = in.getLong();
    low = in.getLong();
    price = in.getLong();
    editedPrice = in.getLong();
    total = in.getLong();
    leaves = in.getLong();
    sinceNanos = in.getLong();
  }
}
