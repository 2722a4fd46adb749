package io.tapedeck.executor.core;

import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderEventKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Order events that follow from claims. An event always names the intent whose order it is. */
final class OrderEvents {
  private OrderEvents() {}

  /** The venue did it. A cancel has no event here: the order's end is told when it is seen. */
  static List<OrderEvent> done(ClaimEntry entry, long venueNanos, long atNanos) {
    if (entry.action() instanceof OrderAction.Submit) {
      return List.of(of(entry, OrderEventKind.ACCEPTED, venueNanos, atNanos, null, null, ""));
    }
    if (entry.action() instanceof OrderAction.Replace replace) {
      return List.of(
          of(
              entry,
              OrderEventKind.REPLACED,
              venueNanos,
              atNanos,
              replace.quantity(),
              replace.limitPrice(),
              ""));
    }
    return List.of();
  }

  /** The venue refused. */
  static OrderEvent refused(ClaimEntry entry, String reason, long atNanos) {
    return of(
        entry, kind(entry.action(), OrderEventKind.REJECTED), atNanos, atNanos, null, null, reason);
  }

  /** It did not reach the venue and will not. */
  static OrderEvent notDone(ClaimEntry entry, String reason, long atNanos) {
    return of(
        entry, kind(entry.action(), OrderEventKind.EXPIRED), atNanos, atNanos, null, null, reason);
  }

  private static OrderEventKind kind(OrderAction action, OrderEventKind ofSubmit) {
    if (action instanceof OrderAction.Cancel) {
      return OrderEventKind.CANCEL_REJECTED;
    }
    return action instanceof OrderAction.Replace ? OrderEventKind.REPLACE_REJECTED : ofSubmit;
  }

  private static OrderEvent of(
      ClaimEntry entry,
      OrderEventKind kind,
      long venueNanos,
      long atNanos,
      @Nullable Quantity quantity,
      @Nullable Price limitPrice,
      String reason) {
    return new OrderEvent(
        entry.account(),
        orderOf(entry),
        entry.instrument(),
        kind,
        entry.clientOrderId(),
        entry.venueOrderId(),
        venueNanos,
        atNanos,
        null,
        null,
        quantity,
        limitPrice,
        reason);
  }

  private static IntentId orderOf(ClaimEntry entry) {
    if (entry.action() instanceof OrderAction.Cancel cancel) {
      return cancel.target();
    }
    return entry.action() instanceof OrderAction.Replace replace
        ? replace.target()
        : entry.intent();
  }
}
