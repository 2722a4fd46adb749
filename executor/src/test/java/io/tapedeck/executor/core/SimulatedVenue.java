package io.tapedeck.executor.core;

import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A venue of few rules with books of its own: it keeps deadlines, and may check ids or not. */
final class SimulatedVenue {
  private static final Quantity ORDERED = Quantity.of("4");
  private static final Quantity SLICE = Quantity.of("1");
  static final InstrumentId INSTRUMENT = InstrumentId.of("SIM", "BTC/USD");

  /** Which ids must differ. */
  enum Unique {
    ALL,
    OPEN_ONLY,
    NONE
  }

  /** One order. */
  static final class Order {
    final ClientOrderId client;
    final VenueOrderId id;
    final long acceptedAt;
    final List<VenueFill> fills = new ArrayList<>();
    boolean canceled;

    Order(ClientOrderId client, VenueOrderId id, long acceptedAt) {
      this.client = client;
      this.id = id;
      this.acceptedAt = acceptedAt;
    }

    boolean open() {
      return !canceled && fills.size() < ORDERED.raw() / SLICE.raw();
    }
  }

  final List<Order> orders = new ArrayList<>();
  private final Unique unique;
  private final SplittableRandom random;

  SimulatedVenue(Unique unique, SplittableRandom random) {
    this.unique = unique;
    this.random = random;
  }

  /** A submit comes in; what it would be answered. */
  SendOutcome arrives(ClientOrderId client, long deadline, long now) {
    if (now > deadline) {
      return new SendOutcome.Rejected("deadline elapsed");
    }
    for (Order order : orders) {
      boolean counts = unique == Unique.ALL || (unique == Unique.OPEN_ONLY && order.open());
      if (counts && order.client.equals(client)) {
        return new SendOutcome.Unknown("duplicate");
      }
    }
    if (random.nextInt(10) == 0) {
      return new SendOutcome.Rejected("insufficient funds");
    }
    Order order = new Order(client, new VenueOrderId("O" + orders.size()), now);
    orders.add(order);
    if (random.nextBoolean()) {
      while (order.open()) {
        fill(order, now); // a market order is done before its answer leaves
      }
    }
    return new SendOutcome.Accepted(order.id);
  }

  /** Something happens to some order. */
  @Nullable VenueFill trade(long now) {
    List<Order> open = orders.stream().filter(Order::open).toList();
    if (open.isEmpty()) {
      return null;
    }
    Order order = open.get(random.nextInt(open.size()));
    if (random.nextInt(8) == 0) {
      order.canceled = true;
      return null;
    }
    return fill(order, now);
  }

  private VenueFill fill(Order order, long now) {
    VenueFill fill =
        new VenueFill(
            order.id,
            random.nextBoolean() ? order.client : null,
            INSTRUMENT,
            new Execution(
                new ExecutionId(order.id + "-" + order.fills.size()),
                Side.BUY,
                SLICE,
                Price.of("10"),
                Money.ZERO,
                "USD",
                false),
            now);
    order.fills.add(fill);
    return fill;
  }

  @Nullable VenueOrder find(ClientOrderId client) {
    for (Order order : orders) {
      if (order.client.equals(client)) {
        return shown(order);
      }
    }
    return null;
  }

  static VenueOrder shown(Order order) {
    VenueOrder.Status status =
        order.canceled
            ? VenueOrder.Status.CANCELED
            : order.open() ? VenueOrder.Status.WORKING : VenueOrder.Status.FILLED;
    return new VenueOrder(
        order.id,
        order.client,
        INSTRUMENT,
        Side.BUY,
        status,
        ORDERED,
        null,
        new Quantity(SLICE.raw() * order.fills.size()),
        "",
        order.acceptedAt,
        List.of());
  }

  static Quantity ordered() {
    return ORDERED;
  }
}
