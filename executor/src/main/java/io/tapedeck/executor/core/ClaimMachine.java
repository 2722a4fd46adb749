package io.tapedeck.executor.core;

import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.DerivedIds;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.ClaimState;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderCommand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The life of one claim as a pure function: the last journal entry of the intent and an event in,
 * the next entry, order events and action out. SEND follows only from a first CLAIMED entry, so no
 * intent and attempt is ever sent twice; whatever comes late or again leads to nothing.
 */
public final class ClaimMachine {
  private static final int FIRST_ATTEMPT = 1;

  private final ClaimPolicy policy;

  public ClaimMachine(ClaimPolicy policy) {
    this.policy = policy;
  }

  /** Decides on an event of one intent, {@code last} being its latest entry or null. */
  public Step decide(@Nullable ClaimEntry last, ClaimEvent event) {
    if (event instanceof ClaimEvent.CommandArrived arrived) {
      return last == null ? arrived(arrived) : Step.NONE;
    }
    if (last == null || last.state().settled()) {
      return Step.NONE;
    }
    if (event instanceof ClaimEvent.Answered answered) {
      return answered(last, answered);
    }
    if (event instanceof ClaimEvent.Found found) {
      return found(last, found);
    }
    return absent(last, (ClaimEvent.Absent) event);
  }

  private Step arrived(ClaimEvent.CommandArrived arrived) {
    String refusal = arrived.refusal();
    if (refusal == null) {
      refusal = outdated(arrived);
    }
    if (refusal == null && targetOf(arrived.command().action()) != null) {
      refusal = arrived.target() == null ? "UNKNOWN_TARGET: no claim of that intent" : null;
    }
    if (refusal != null) {
      ClaimEntry never = first(arrived, ClaimState.EXPIRED, refusal);
      return new Step(
          never,
          List.of(OrderEvents.notDone(never, refusal, arrived.atNanos())),
          Step.Action.NOTHING);
    }
    return new Step(first(arrived, ClaimState.CLAIMED, ""), List.of(), Step.Action.SEND);
  }

  /**
   * Its age on our clock against its life on the tape's clock; the two clocks are never compared
   * with each other, since a tape may be of any year. A cancel is never too late.
   */
  private static @Nullable String outdated(ClaimEvent.CommandArrived arrived) {
    OrderCommand command = arrived.command();
    if (command.action() instanceof OrderAction.Cancel) {
      return null;
    }
    long age = Math.subtractExact(arrived.atNanos(), command.receivedNanos());
    long life = Math.subtractExact(command.expiresNanos(), command.eventNanos());
    return age > life ? "TOO_LATE: age_ns=" + age + " life_ns=" + life : null;
  }

  private ClaimEntry first(ClaimEvent.CommandArrived arrived, ClaimState state, String reason) {
    OrderCommand command = arrived.command();
    ClaimEntry target = arrived.target();
    boolean submit = command.action() instanceof OrderAction.Submit;
    ClientOrderId clientOrderId =
        submit || target == null
            ? DerivedIds.clientOrder(
                policy.namespace(), command.account(), command.intent(), FIRST_ATTEMPT)
            : target.clientOrderId();
    boolean claimed = state == ClaimState.CLAIMED;
    return new ClaimEntry(
        command.intent(),
        command.account(),
        command.instrument(),
        command.action(),
        state,
        clientOrderId,
        FIRST_ATTEMPT,
        arrived.atNanos(),
        Math.addExact(arrived.atNanos(), claimed ? policy.deadlineNanos() : 0),
        claimed ? RequestHash.of(command, clientOrderId) : "",
        target == null ? null : target.venueOrderId(),
        reason,
        arrived.address());
  }

  private static Step answered(ClaimEntry last, ClaimEvent.Answered answered) {
    long at = answered.atNanos();
    SendOutcome outcome = answered.outcome();
    if (last.state() != ClaimState.CLAIMED) {
      return Step.NONE;
    }
    if (outcome instanceof SendOutcome.Accepted accepted) {
      VenueOrderId id =
          accepted.venueOrderId() == null ? last.venueOrderId() : accepted.venueOrderId();
      ClaimEntry acked = next(last, ClaimState.ACKED, at, id, "");
      return new Step(acked, OrderEvents.done(acked, at, at), Step.Action.NOTHING);
    }
    if (outcome instanceof SendOutcome.Rejected rejected) {
      ClaimEntry refused = next(last, ClaimState.REJECTED, at, null, rejected.reason());
      return new Step(
          refused,
          List.of(OrderEvents.refused(refused, rejected.reason(), at)),
          Step.Action.NOTHING);
    }
    if (outcome instanceof SendOutcome.NotSent notSent) {
      ClaimEntry expired = next(last, ClaimState.EXPIRED, at, null, notSent.why());
      return new Step(
          expired, List.of(OrderEvents.notDone(expired, notSent.why(), at)), Step.Action.NOTHING);
    }
    String why = ((SendOutcome.Unknown) outcome).why();
    return new Step(
        next(last, ClaimState.OUTCOME_UNKNOWN, at, last.venueOrderId(), why),
        List.of(),
        Step.Action.QUERY);
  }

  private Step found(ClaimEntry last, ClaimEvent.Found found) {
    long at = found.atNanos();
    VenueOrder order = found.order();
    if (last.action() instanceof OrderAction.Submit) {
      ClaimEntry resolved =
          next(last, ClaimState.RESOLVED, at, order.id(), "found at the venue: " + order.status());
      return new Step(
          resolved, OrderEvents.done(resolved, order.venueNanos(), at), Step.Action.NOTHING);
    }
    if (took(last.action(), order)) {
      ClaimEntry resolved =
          next(last, ClaimState.RESOLVED, at, order.id(), "the venue shows it done");
      return new Step(
          resolved, OrderEvents.done(resolved, order.venueNanos(), at), Step.Action.NOTHING);
    }
    if (at <= policy.absenceFinalNanos(last.notAfterNanos())) {
      return new Step(null, List.of(), Step.Action.QUERY);
    }
    return expired(last, at, "the venue shows it not done");
  }

  private static boolean took(OrderAction action, VenueOrder order) {
    if (action instanceof OrderAction.Replace replace) {
      return replace.quantity().equals(order.quantity())
          && (replace.limitPrice() == null || replace.limitPrice().equals(order.limitPrice()));
    }
    return order.status() == VenueOrder.Status.CANCELED;
  }

  private Step absent(ClaimEntry last, ClaimEvent.Absent absent) {
    if (absent.firstAskedNanos() <= policy.absenceFinalNanos(last.notAfterNanos())) {
      return new Step(null, List.of(), Step.Action.QUERY);
    }
    return expired(last, absent.atNanos(), "absent at the venue, asked twice after the deadline");
  }

  private static Step expired(ClaimEntry last, long at, String reason) {
    ClaimEntry expired = next(last, ClaimState.EXPIRED, at, last.venueOrderId(), reason);
    return new Step(
        expired, List.of(OrderEvents.notDone(expired, reason, at)), Step.Action.NOTHING);
  }

  private static ClaimEntry next(
      ClaimEntry last,
      ClaimState state,
      long at,
      @Nullable VenueOrderId venueOrderId,
      String reason) {
    if (!last.state().next().contains(state)) {
      throw new IllegalStateException(
          "claim of " + last.intent() + " cannot go from " + last.state() + " to " + state);
    }
    return new ClaimEntry(
        last.intent(),
        last.account(),
        last.instrument(),
        last.action(),
        state,
        last.clientOrderId(),
        last.attempt(),
        at,
        last.notAfterNanos(),
        "",
        venueOrderId,
        reason,
        last.command());
  }

  private static @Nullable IntentId targetOf(OrderAction action) {
    if (action instanceof OrderAction.Cancel cancel) {
      return cancel.target();
    }
    return action instanceof OrderAction.Replace replace ? replace.target() : null;
  }
}
