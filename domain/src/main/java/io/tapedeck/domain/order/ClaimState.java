package io.tapedeck.domain.order;

import java.util.EnumSet;
import java.util.Set;

/** The life of a claim on an approved command; transitions are data. */
public enum ClaimState {
  /** Written before anything leaves. */
  CLAIMED,
  /** The venue answered that it took the order. */
  ACKED,
  /** The venue answered that it refused it; definitive. */
  REJECTED,
  /** Sent, but what became of it is not known yet. */
  OUTCOME_UNKNOWN,
  /** Was unknown; the venue, asked by client order id, has it. */
  RESOLVED,
  /** Did not reach the venue, and will not. */
  EXPIRED;

  /** The states that may follow. */
  public Set<ClaimState> next() {
    return switch (this) {
      case CLAIMED -> EnumSet.of(ACKED, REJECTED, OUTCOME_UNKNOWN, RESOLVED, EXPIRED);
      case OUTCOME_UNKNOWN -> EnumSet.of(OUTCOME_UNKNOWN, RESOLVED, REJECTED, EXPIRED);
      case REJECTED -> EnumSet.of(CLAIMED);
      case ACKED, RESOLVED, EXPIRED -> EnumSet.noneOf(ClaimState.class);
    };
  }

  /** True if nothing is open any more. */
  public boolean settled() {
    return this != CLAIMED && this != OUTCOME_UNKNOWN;
  }
}
