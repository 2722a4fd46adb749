package io.tapedeck.executor.core;

import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.tape.Coordinates;
import org.jspecify.annotations.Nullable;

/** What can happen to the claim of one intent. All times are our wall clock, read at the edge. */
public sealed interface ClaimEvent {
  /** Our clock. */
  long atNanos();

  /**
   * Risk approved it.
   *
   * @param target the claim of the order to cancel or replace; null for a submit, or if there is
   *     none
   * @param refusal why our own stops do not let it out, null if they do
   */
  record CommandArrived(
      OrderCommand command,
      Coordinates address,
      long atNanos,
      @Nullable ClaimEntry target,
      @Nullable String refusal)
      implements ClaimEvent {}

  /** The attempt to send ended. */
  record Answered(SendOutcome outcome, long atNanos) implements ClaimEvent {}

  /**
   * The venue was asked, and has the order (of a cancel or replace: the target).
   *
   * @param order as shown
   */
  record Found(VenueOrder order, long atNanos) implements ClaimEvent {}

  /**
   * The venue was asked twice, and does not have it.
   *
   * @param firstAskedNanos our clock when the first of the two questions left
   */
  record Absent(long firstAskedNanos, long atNanos) implements ClaimEvent {}
}
