package io.tapedeck.simulator.exchange;

import org.jspecify.annotations.Nullable;

/**
 * One step of an order's life, with the order's figures at that moment.
 *
 * @param kind which step
 * @param order the order (its identity and what was asked; figures are in the other fields)
 * @param fill the execution of a {@link Kind#TRADE}
 * @param atNs wall clock, epoch ns
 * @param quantity ordered, raw scale 9
 * @param limitPrice limit, raw scale 9
 * @param filled filled so far, raw scale 9
 * @param cost cost so far, raw scale 9
 * @param reason why it ended
 * @param baseBalance the account's base asset after it
 * @param quoteBalance the account's quote asset after it
 */
public record OrderEvent(
    Kind kind,
    Order order,
    @Nullable Fill fill,
    long atNs,
    long quantity,
    long limitPrice,
    long filled,
    long cost,
    String reason,
    long baseBalance,
    long quoteBalance) {
  /** Steps. */
  public enum Kind {
    /** Accepted, not yet live. */
    PENDING_NEW,
    /** Live. */
    NEW,
    /** One execution. */
    TRADE,
    /** Completely filled. */
    FILLED,
    /** Quantity or limit changed. */
    AMENDED,
    /** Cancelled. */
    CANCELED,
    /** Past its date. */
    EXPIRED
  }
}
