package io.tapedeck.risk.core;

import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.Side;
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
        case REPLACE_REJECTED -> answered(account, event);
        case TRADE_CANCELED -> busted(account, event);
        case TRADE_CORRECTED -> corrected(account, event);
        case ACCEPTED, CANCEL_REJECTED, UNKNOWN -> Outcome.changed(Set.of(account.id()));
      };
    } catch (ArithmeticException e) {
      account.quarantined = true;
      return alarm(
          account,
          "account " + account.id() + " quarantined: a fill leaves the money type: " + event);
    }
  }

  private static Outcome filled(AccountState account, OrderEvent event) {
    Execution execution = execution(event.execution());
    if (account.executed(execution.id())) {
      return alarm(account, "execution " + execution.id() + " came twice and was booked once");
    }
    WorkingOrder order = working(account, event.intent());
    Quantity filled = order == null ? Quantity.ZERO : order.filled().plus(execution.quantity());
    book(account, event, execution, execution.side(), execution.fee());
    account.rememberExecution(execution.id());
    if (order == null) {
      return event.intent() == null
          ? alarm(account, "a fill of an order that is not ours: " + execution.id())
          : Outcome.changed(Set.of(account.id()));
    }
    WorkingOrder after = order.filledTo(filled);
    boolean done = event.leaves() != null && event.leaves().isZero();
    if (done || after.leaves().isZero()) {
      account.remove(order.intent());
    } else {
      account.put(after);
    }
    return Outcome.changed(Set.of(account.id()));
  }

  /**
   * An execution that is gone is undone by its opposite at the same price, its fee given back:
   * quantity and total profit are then as if it had never been; what of the profit counts as
   * realised may differ.
   */
  private static Outcome busted(AccountState account, OrderEvent event) {
    Execution gone = execution(event.execution());
    book(account, event, gone, opposite(gone.side()), gone.fee().negate());
    return alarm(account, "execution " + gone.id() + " was cancelled by the venue and undone");
  }

  private static Outcome corrected(AccountState account, OrderEvent event) {
    Execution now = execution(event.execution());
    Execution before = execution(event.correctedExecution());
    book(account, event, before, opposite(before.side()), before.fee().negate());
    book(account, event, now, now.side(), now.fee());
    return alarm(account, "execution " + before.id() + " was corrected by the venue: " + now);
  }

  /** Every figure is worked out before the first is changed. */
  private static void book(
      AccountState account, OrderEvent event, Execution execution, Side side, Money fee) {
    Position before = account.position(event.instrument());
    Position after = before.filled(side, execution.quantity(), execution.price());
    String quote = Currencies.quote(event.instrument());
    boolean inBase = execution.feeCurrency().equals(Currencies.base(event.instrument()));
    // a fee taken in what was traded counts at the price of the trade
    Money inQuote = inBase ? execution.price().times(new Quantity(fee.raw())) : fee;
    String currency = inBase || execution.feeCurrency().isEmpty() ? quote : execution.feeCurrency();
    Money fees = account.fees.getOrDefault(currency, Money.ZERO).plus(inQuote);
    long losses = account.consecutiveLosses;
    if (after.endedRoundTrip(before)) {
      int sign = after.roundTrip(before).signum();
      losses = sign < 0 ? losses + 1 : sign > 0 ? 0 : losses;
    }
    account.put(event.instrument(), after);
    account.consecutiveLosses = losses;
    if (!fees.isZero() || account.fees.containsKey(currency)) {
      account.fees.put(currency, fees);
    }
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
      put(account, order.replaced(event.quantity(), event.limitPrice()));
    }
    return Outcome.changed(Set.of(account.id()));
  }

  private static Outcome answered(AccountState account, OrderEvent event) {
    WorkingOrder order = working(account, event.intent());
    if (order != null) {
      put(account, order.answered());
    }
    return Outcome.changed(Set.of(account.id()));
  }

  private static void put(AccountState account, WorkingOrder order) {
    if (order.leaves().isZero()) {
      account.remove(order.intent());
    } else {
      account.put(order);
    }
  }

  private static Execution execution(@Nullable Execution execution) {
    if (execution == null) {
      throw new IllegalStateException("the codec lets no fill pass without its execution");
    }
    return execution;
  }

  private static Side opposite(Side side) {
    return side == Side.BUY ? Side.SELL : Side.BUY;
  }

  private static @Nullable WorkingOrder working(AccountState account, @Nullable IntentId intent) {
    return intent == null ? null : account.workingOrder(intent);
  }

  private static Outcome alarm(AccountState account, String text) {
    return new Outcome(List.of(), List.of(), Set.of(account.id()), List.of(text));
  }
}
