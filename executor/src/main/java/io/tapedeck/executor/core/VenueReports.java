package io.tapedeck.executor.core;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.ClaimState;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderEventKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a report of the venue means for the books, whichever way it came and however often. Pure
 * functions of the state and the report.
 */
public final class VenueReports {
  private final ClaimMachine machine;

  public VenueReports(ClaimMachine machine) {
    this.machine = machine;
  }

  /**
   * What to publish.
   *
   * @param entry a claim that the report settles, or null
   * @param hold true if the report must wait for a claim to settle, and be decided on again
   * @param incomplete true if executions of the order are missing: look them up
   * @param alarm for a person, or null
   */
  public record Verdict(
      @Nullable ClaimEntry entry,
      List<OrderEvent> events,
      boolean hold,
      boolean incomplete,
      @Nullable String alarm) {
    static final Verdict NOTHING = new Verdict(null, List.of(), false, false, null);
    static final Verdict HOLD = new Verdict(null, List.of(), true, false, null);

    /** Copies the list. */
    public Verdict {
      events = List.copyOf(events);
    }
  }

  /** One execution: published once, after the order's acceptance. */
  public Verdict onFill(ExecutorState state, AccountId account, VenueFill fill, long atNanos) {
    if (state.published(fill.execution().id())) {
      return Verdict.NOTHING;
    }
    ClaimEntry claim = state.ours(fill.clientOrderId(), fill.order());
    if (claim == null) {
      if (fill.clientOrderId() == null && state.submitsUnsettled(account)) {
        return Verdict.HOLD;
      }
      return new Verdict(
          null,
          List.of(filled(account, null, null, fill, atNanos)),
          false,
          false,
          "execution " + fill.execution().id() + " of order " + fill.order() + " is not ours");
    }
    if (claim.state() == ClaimState.CLAIMED) {
      return Verdict.HOLD;
    }
    List<OrderEvent> events = new ArrayList<>();
    ClaimEntry settled = null;
    if (claim.state() == ClaimState.OUTCOME_UNKNOWN) {
      Step step = machine.decide(claim, new ClaimEvent.Found(workingOrder(fill), atNanos));
      settled = step.entry();
      events.addAll(step.events());
    }
    Quantity leaves =
        state
            .quantity(claim)
            .minus(state.filled(claim.intent()))
            .minus(fill.execution().quantity());
    events.add(filled(account, claim, leaves.signum() < 0 ? Quantity.ZERO : leaves, fill, atNanos));
    String alarm =
        claim.state() == ClaimState.REJECTED || claim.state() == ClaimState.EXPIRED
            ? "order of intent " + claim.intent() + " is " + claim.state() + " but was filled"
            : null;
    return new Verdict(settled, events, false, false, alarm);
  }

  /** The state of an order: its end is published once, after all of its executions. */
  public Verdict onOrder(ExecutorState state, VenueOrder order, long atNanos) {
    ClaimEntry claim = state.ours(order.clientOrderId(), order.id());
    if (claim == null) {
      return Verdict.NOTHING;
    }
    if (claim.state() == ClaimState.CLAIMED) {
      return order.ended() ? Verdict.HOLD : Verdict.NOTHING;
    }
    if (claim.state() == ClaimState.OUTCOME_UNKNOWN) {
      Step step = machine.decide(claim, new ClaimEvent.Found(order, atNanos));
      return new Verdict(step.entry(), step.events(), false, order.ended(), null);
    }
    IntentId intent = claim.intent();
    if (!order.ended() || state.ended(intent)) {
      return Verdict.NOTHING;
    }
    Quantity published = state.filled(intent);
    if (published.compareTo(order.filled()) < 0) {
      return new Verdict(null, List.of(), false, true, null);
    }
    if (published.compareTo(state.quantity(claim)) >= 0) {
      return Verdict.NOTHING;
    }
    OrderEventKind kind =
        order.status() == VenueOrder.Status.EXPIRED
            ? OrderEventKind.EXPIRED
            : OrderEventKind.CANCELED;
    return new Verdict(null, List.of(ended(claim, kind, order, atNanos)), false, false, null);
  }

  private static VenueOrder workingOrder(VenueFill fill) {
    return new VenueOrder(
        fill.order(),
        fill.clientOrderId(),
        fill.instrument(),
        fill.execution().side(),
        VenueOrder.Status.WORKING,
        null,
        null,
        fill.execution().quantity(),
        "",
        fill.venueNanos(),
        List.of(fill.execution().id()));
  }

  private static OrderEvent filled(
      AccountId account,
      @Nullable ClaimEntry claim,
      @Nullable Quantity leaves,
      VenueFill fill,
      long atNanos) {
    return new OrderEvent(
        account,
        claim == null ? null : claim.intent(),
        claim == null ? fill.instrument() : claim.instrument(),
        OrderEventKind.FILLED,
        claim == null ? fill.clientOrderId() : claim.clientOrderId(),
        fill.order(),
        fill.venueNanos(),
        atNanos,
        fill.execution(),
        leaves,
        null,
        null,
        claim == null ? "not our order" : "");
  }

  private static OrderEvent ended(
      ClaimEntry claim, OrderEventKind kind, VenueOrder order, long atNanos) {
    return new OrderEvent(
        claim.account(),
        claim.intent(),
        claim.instrument(),
        kind,
        claim.clientOrderId(),
        order.id(),
        order.venueNanos(),
        atNanos,
        null,
        Quantity.ZERO,
        null,
        null,
        order.reason());
  }
}
