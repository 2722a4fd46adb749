package io.tapedeck.domain.order;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * What happened to an order, in the past tense.
 *
 * @param intent the intent whose order it is; null for an order that is not ours
 * @param venueNanos the venue's time, nanoseconds since the epoch
 * @param receivedNanos our clock when we learned of it
 * @param execution for FILLED; for TRADE_CANCELED the one that is gone; for TRADE_CORRECTED the new
 *     terms; else null
 * @param leaves what still works after it; null if the venue did not say
 * @param quantity for REPLACED, the new total quantity, else null
 * @param limitPrice for REPLACED, the new limit, else null
 * @param reason the venue's text or ours; empty if none
 * @param correctedExecution for TRADE_CORRECTED, the execution as it was before; else null
 */
public record OrderEvent(
    AccountId account,
    @Nullable IntentId intent,
    InstrumentId instrument,
    OrderEventKind kind,
    @Nullable ClientOrderId clientOrderId,
    @Nullable VenueOrderId venueOrderId,
    long venueNanos,
    long receivedNanos,
    @Nullable Execution execution,
    @Nullable Quantity leaves,
    @Nullable Quantity quantity,
    @Nullable Price limitPrice,
    String reason,
    @Nullable Execution correctedExecution) {

  /** An event that corrects nothing. */
  public OrderEvent(
      AccountId account,
      @Nullable IntentId intent,
      InstrumentId instrument,
      OrderEventKind kind,
      @Nullable ClientOrderId clientOrderId,
      @Nullable VenueOrderId venueOrderId,
      long venueNanos,
      long receivedNanos,
      @Nullable Execution execution,
      @Nullable Quantity leaves,
      @Nullable Quantity quantity,
      @Nullable Price limitPrice,
      String reason) {
    this(
        account,
        intent,
        instrument,
        kind,
        clientOrderId,
        venueOrderId,
        venueNanos,
        receivedNanos,
        execution,
        leaves,
        quantity,
        limitPrice,
        reason,
        null);
  }
}
