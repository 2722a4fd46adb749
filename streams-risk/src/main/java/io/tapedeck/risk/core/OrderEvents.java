package io.tapedeck.risk.core;

import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderEvent;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Books what happened to orders. */
final class OrderEvents {
  private OrderEvents() {}

  static Outcome apply(AccountState account, OrderEvent event) {
    try {
      return switch (event.kind()) {
        case FILLED -> filled(account, event);
        case REJECTED, CANCELED, EXPIRED -> ended(account, event);
        case REPLACED -> replaced(account, event);
        case ACCEPTED,
            CANCEL_REJECTED,
            REPLACE_REJECTED,
            TRADE_CANCELED,
            TRADE_CORRECTED,
            UNKNOWN ->
            Outcome.changed(Set.of(account.id()));
      };
    } catch (ArithmeticException e) {
      account.quarantined = true;
      return alarm(
          account,
          "account " + account.id() + " quarantined: a fill leaves the money type: " + event);
    }
  }

  private static Outcome filled(AccountState account, OrderEvent event) {
    Execution execution = event.execution();
    if (execution == null) {
      throw new IllegalStateException("the codec lets no fill pass without its execution");
    }
    if (account.executed(execution.id())) {
      return alarm(account, "execution " + execution.id() + " came twice and was booked once");
    }
    Position position =
        account
            .position(event.instrument())
            .filled(execution.side(), execution.quantity(), execution.price());
    Money fees = account.fees().plus(execution.fee());
    WorkingOrder order = working(account, event.intent());
    Quantity filled = order == null ? Quantity.ZERO : order.filled().plus(execution.quantity());

    account.put(event.instrument(), position);
    account.fees = fees;
    account.rememberExecution(execution.id());
    if (order == null) {
      return event.intent() == null
          ? alarm(account, "a fill of an order that is not ours: " + execution.id())
          : Outcome.changed(Set.of(account.id()));
    }
    boolean done = event.leaves() != null && event.leaves().isZero();
    if (done || filled.compareTo(order.quantity()) >= 0) {
      account.remove(order.intent());
    } else {
      account.put(
          new WorkingOrder(
              order.intent(),
              order.instrument(),
              order.side(),
              order.quantity(),
              filled,
              order.reservedPrice()));
    }
    return Outcome.changed(Set.of(account.id()));
  }

  private static Outcome ended(AccountState account, OrderEvent event) {
    WorkingOrder order = working(account, event.intent());
    if (order != null) {
      account.remove(order.intent());
    }
    return Outcome.changed(Set.of(account.id()));
  }

  private static Outcome replaced(AccountState account, OrderEvent event) {
    WorkingOrder order = working(account, event.intent());
    if (order != null && event.quantity() != null) {
      account.put(
          new WorkingOrder(
              order.intent(),
              order.instrument(),
              order.side(),
              event.quantity(),
              order.filled(),
              event.limitPrice() == null ? order.reservedPrice() : event.limitPrice()));
    }
    return Outcome.changed(Set.of(account.id()));
  }

  private static @Nullable WorkingOrder working(AccountState account, @Nullable IntentId intent) {
    return intent == null ? null : account.workingOrder(intent);
  }

  private static Outcome alarm(AccountState account, String text) {
    return new Outcome(List.of(), List.of(), Set.of(account.id()), List.of(text));
  }
}
