package io.tapedeck.domain.order;

import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import org.jspecify.annotations.Nullable;

/** What is to be done: submit a new order, cancel one, or replace one's size and price. */
public sealed interface OrderAction {
  /** A new order. */
  record Submit(OrderTerms terms) implements OrderAction {}

  /** Cancel the order of an earlier intent. */
  record Cancel(IntentId target) implements OrderAction {}

  /**
   * Change the order of an earlier intent in place.
   *
   * @param quantity the new total quantity
   * @param limitPrice the new limit, null to keep it
   */
  record Replace(IntentId target, Quantity quantity, @Nullable Price limitPrice)
      implements OrderAction {}
}
