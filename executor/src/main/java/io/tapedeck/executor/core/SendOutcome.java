package io.tapedeck.executor.core;

import io.tapedeck.domain.id.VenueOrderId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is known after a command was handed to a venue. */
public sealed interface SendOutcome {
  /**
   * The venue answered that it did it.
   *
   * @param venueOrderId of a new order; null where the venue names none (cancel, amend)
   */
  record Accepted(@Nullable VenueOrderId venueOrderId) implements SendOutcome {}

  /**
   * The venue answered about this order, and refused; definitive.
   *
   * @param askedWait above zero if it was refused because there were too many requests: how long
   *     the venue wants to be left alone
   */
  record Rejected(String reason, Duration askedWait) implements SendOutcome {
    /** For what it is, not for how often we asked. */
    public Rejected(String reason) {
      this(reason, Duration.ZERO);
    }
  }

  /** It may or may not have reached the venue; only the venue can tell. */
  record Unknown(String why) implements SendOutcome {}

  /** Not a byte left us. */
  record NotSent(String why) implements SendOutcome {}
}
