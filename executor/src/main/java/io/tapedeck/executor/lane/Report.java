package io.tapedeck.executor.lane;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.order.VenueStatement;
import io.tapedeck.executor.core.ClaimEvent;
import io.tapedeck.executor.core.VenueFill;
import io.tapedeck.executor.core.VenueOrder;

/** What a lane tells the writer. */
public sealed interface Report {
  /** Something happened to a claim. */
  record OfClaim(IntentId intent, ClaimEvent event) implements Report {}

  /** The venue shows an execution. */
  record OfFill(AccountId account, VenueFill fill, long atNanos) implements Report {}

  /** The venue shows the state of an order. */
  record OfOrder(AccountId account, VenueOrder order, long atNanos) implements Report {}

  /** The venue's own view of the account. */
  record OfStatement(VenueStatement statement) implements Report {}
}
