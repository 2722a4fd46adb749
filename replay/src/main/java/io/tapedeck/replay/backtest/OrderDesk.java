package io.tapedeck.replay.backtest;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderAction.Cancel;
import io.tapedeck.domain.order.OrderAction.Replace;
import io.tapedeck.domain.order.OrderAction.Submit;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.executor.core.ClaimEvent.Answered;
import io.tapedeck.executor.core.ClaimEvent.CommandArrived;
import io.tapedeck.executor.core.ClaimMachine;
import io.tapedeck.executor.core.ClaimPolicy;
import io.tapedeck.executor.core.ExecutorState;
import io.tapedeck.executor.core.SendOutcome;
import io.tapedeck.executor.core.SendOutcome.Rejected;
import io.tapedeck.executor.core.Step;
import io.tapedeck.executor.core.VenueFill;
import io.tapedeck.executor.core.VenueOrder;
import io.tapedeck.executor.core.VenueReports;
import io.tapedeck.replay.venue.FillRules;
import io.tapedeck.replay.venue.SimulatedVenue;
import io.tapedeck.schemas.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The executor without Kafka and sockets: its claim machine and its reading of reports, between
 * risk and the simulated venue, each way with its latency. For one thread.
 */
final class OrderDesk implements SimulatedVenue.Listener {
  private static final String APPROVED = Topics.ORDERS_APPROVED.name();

  /** Claims after which the settled ones are let go of, at a moment when no order is open. */
  private static final int CLAIMS_KEPT = 10_000;

  /** No order may live longer on its way than the longest deadline that a venue knows. */
  private static final long DEADLINE_NANOS = 60_000_000_000L;

  private final ClaimMachine machine =
      new ClaimMachine(new ClaimPolicy("backtest", DEADLINE_NANOS, 0));
  private final VenueReports reports = new VenueReports(machine);
  private ExecutorState state = new ExecutorState();
  private final Map<IntentId, OrderCommand> commands = new HashMap<>();
  private final SimulatedVenue venue;
  private final FillRules rules;
  private final Agenda agenda;
  private final LongSupplier nowNanos;
  private final Events events;
  private long arrived;
  private long claimed;
  private int onTheirWay;

  /** Takes what happened to orders. */
  interface Events {
    void on(OrderEvent event, @Nullable OrderCommand command);
  }

  OrderDesk(FillRules rules, Agenda agenda, LongSupplier nowNanos, Events events) {
    this.rules = rules;
    this.agenda = agenda;
    this.nowNanos = nowNanos;
    this.events = events;
    this.venue = new SimulatedVenue(rules, this);
  }

  SimulatedVenue venue() {
    return venue;
  }

  /** Risk approved these. */
  void approved(List<OrderCommand> approved) {
    for (OrderCommand command : approved) {
      long now = nowNanos.getAsLong();
      Coordinates address = new Coordinates(APPROVED, 0, arrived++);
      forgetSettled();
      ClaimEntry target = target(command.action());
      Step step = machine.decide(null, new CommandArrived(command, address, now, target, null));
      ClaimEntry claim = keep(step);
      // this is called from within a step of risk: what it does not even send is news after that
      step.events().forEach(event -> agenda.at(now, () -> publish(event)));
      if (claim == null) {
        continue;
      }
      if (command.action() instanceof Submit) {
        commands.put(command.intent(), command);
      }
      if (step.action() == Step.Action.SEND) {
        long there = now + rules.orderNanos();
        onTheirWay++;
        agenda.at(there, () -> arrive(claim, command, there));
      }
    }
  }

  /** What a run remembers is bounded by its open orders, not by its length. */
  private void forgetSettled() {
    if (++claimed > CLAIMS_KEPT && commands.isEmpty() && onTheirWay == 0) {
      state = new ExecutorState();
      claimed = 1;
    }
  }

  private @Nullable ClaimEntry target(OrderAction action) {
    if (action instanceof Cancel cancel) {
      return state.claim(cancel.target());
    }
    return action instanceof Replace replace ? state.claim(replace.target()) : null;
  }

  private @Nullable ClaimEntry keep(Step step) {
    ClaimEntry entry = step.entry();
    if (entry != null) {
      state.apply(entry);
    }
    return entry;
  }

  /** At the venue; what it answers is on its way before what follows from it. */
  private void arrive(ClaimEntry claim, OrderCommand command, long nanos) {
    SendOutcome[] outcome = new SendOutcome[1];
    agenda.at(
        nanos + rules.reportNanos(),
        () -> {
          Step step = machine.decide(claim, new Answered(outcome[0], nowNanos.getAsLong()));
          onTheirWay--;
          keep(step);
          step.events().forEach(this::publish);
        });
    outcome[0] =
        nanos > claim.notAfterNanos()
            ? new Rejected("Deadline passed")
            : send(claim, command, nanos);
  }

  private SendOutcome send(ClaimEntry claim, OrderCommand command, long nanos) {
    OrderAction action = command.action();
    if (action instanceof Submit submit) {
      return venue.submit(
          claim.account(), claim.clientOrderId(), claim.instrument(), submit.terms(), nanos);
    }
    ClaimEntry target = target(action);
    VenueOrderId id = target == null ? null : target.venueOrderId();
    if (id == null) {
      return new Rejected("Unknown order");
    }
    return action instanceof Replace replace
        ? venue.replace(id, replace, nanos)
        : venue.cancel(id, nanos);
  }

  @Override
  public void filled(AccountId account, VenueFill fill) {
    agenda.at(
        fill.venueNanos() + rules.reportNanos(),
        () -> read(reports.onFill(state, account, fill, nowNanos.getAsLong())));
  }

  @Override
  public void ended(VenueOrder order) {
    agenda.at(
        order.venueNanos() + rules.reportNanos(),
        () -> read(reports.onOrder(state, order, nowNanos.getAsLong())));
  }

  private void read(VenueReports.Verdict verdict) {
    if (verdict.hold() || verdict.incomplete() || verdict.alarm() != null) {
      throw new IllegalStateException("the simulated venue reported out of order: " + verdict);
    }
    verdict.events().forEach(this::publish);
  }

  private void publish(OrderEvent event) {
    state.apply(event);
    IntentId intent = event.intent();
    OrderCommand command = intent == null ? null : commands.get(intent);
    if (intent != null && isOver(event)) {
      commands.remove(intent);
    }
    events.on(event, command);
  }

  private static boolean isOver(OrderEvent event) {
    return switch (event.kind()) {
      case REJECTED, CANCELED, EXPIRED -> true;
      case FILLED -> event.leaves() != null && event.leaves().isZero();
      default -> false;
    };
  }
}
