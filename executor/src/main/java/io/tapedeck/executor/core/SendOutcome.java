package io.tapedeck.executor.core;

import io.tapedeck.domain.id.VenueOrderId;
import org.jspecify.annotations.Nullable;

/** What is known after a command was handed to a venue. */
public sealed interface SendOutcome {
  /**
   * The venue answered that it did it.
   *
   * @param venueOrderId of a new order; null where the venue names none (cancel, amend)
   */
  record Accepted(@Nullable VenueOrderId venueOrderId) implements SendOutcome {}

  /** The venue answered about this order, and refused; definitive. */
  record Rejected(String reason) implements SendOutcome {}

  /** It may or may not have reached the venue; only the venue can tell. */
  record Unknown(String why) implements SendOutcome {}

  /** Not a byte left us. */
  record NotSent(String why) implements SendOutcome {}
}
