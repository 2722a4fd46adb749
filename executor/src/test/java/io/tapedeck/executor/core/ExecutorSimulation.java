package io.tapedeck.executor.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.ClaimState;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.tape.Coordinates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One life of the protocol in memory: the real core, a log that commits whole transactions or none,
 * a venue, and a network that delays, repeats and loses, all by one seed. Executors die at any
 * moment, and a dead one's last sends may still leave within their lease, as a stopped process that
 * wakes up again would do it.
 */
final class ExecutorSimulation {
  private static final AccountId ACCOUNT = new AccountId("main");
  private static final long START = 1_900_000_000_000_000_000L;
  private static final long MILLI = 1_000_000L;
  private static final long LEASE = 500 * MILLI;
  private static final ClaimPolicy POLICY =
      new ClaimPolicy("simulation", 4_000 * MILLI, 500 * MILLI);

  /** A claim whose commit was seen, by whichever executor. */
  private record Pending(ClaimEntry claim, long leaseEnd) {}

  /** Bytes on their way to the venue. */
  private record Travelling(ClaimEntry claim, long arrivesAt, boolean answerLost, int sender) {}

  private final SplittableRandom random;
  private final SimulatedVenue venue;
  private final ClaimMachine machine = new ClaimMachine(POLICY);
  private final VenueReports reports = new VenueReports(machine);
  private final List<OrderCommand> commands = new ArrayList<>();

  // the log
  private final List<ClaimEntry> journal = new ArrayList<>();
  private final List<OrderEvent> tape = new ArrayList<>();
  private int committedOffset;

  // the executor that lives now
  private ExecutorState state = new ExecutorState();
  private int incarnation;
  private int offset;
  private final Map<IntentId, Long> firstAbsent = new HashMap<>();
  private final List<VenueFill> held = new ArrayList<>();

  // what outlives it
  private final List<Pending> pending = new ArrayList<>();
  private final List<Travelling> network = new ArrayList<>();
  private final Map<IntentId, Integer> sends = new HashMap<>();
  private long now = START;
  private boolean calm;

  ExecutorSimulation(long seed) {
    random = new SplittableRandom(seed);
    venue = new SimulatedVenue(SimulatedVenue.Unique.values()[random.nextInt(3)], random.split());
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      // the same intent may be approved twice
      String intent = "i" + (i > 0 && random.nextInt(6) == 0 ? i - 1 : i);
      commands.add(
          new OrderCommand(
              new IntentId(intent),
              ACCOUNT,
              new StrategyId("s"),
              SimulatedVenue.INSTRUMENT,
              new OrderAction.Submit(OrderTerms.market(Side.BUY, SimulatedVenue.ordered())),
              START,
              START,
              START + 60_000 * MILLI,
              i,
              null));
    }
  }

  void run() {
    for (int step = 0; step < 60 + random.nextInt(120); step++) {
      now += random.nextInt(4) == 0 ? random.nextLong(1_500 * MILLI) : random.nextLong(20 * MILLI);
      act(random.nextInt(16));
    }
    calm = true;
    for (int step = 0; step < 60; step++) {
      now += 500 * MILLI;
      for (int action = 0; action < 8; action++) {
        act(action);
      }
    }
    check();
  }

  private void act(int action) {
    switch (action) {
      case 0, 8, 9 -> takeCommand();
      case 1, 10 -> send();
      case 2, 11 -> arrive();
      case 3, 12 -> ask();
      case 4, 13 -> hear(venue.trade(now));
      case 5 -> sweep();
      case 6 -> retryHeld();
      case 7 -> ends();
      default -> die();
    }
  }

  private void takeCommand() {
    if (offset >= commands.size()) {
      return;
    }
    OrderCommand command = commands.get(offset++);
    if (state.claim(command.intent()) != null) {
      commit(Step.NONE, List.of());
      return;
    }
    Step step =
        machine.decide(
            null,
            new ClaimEvent.CommandArrived(
                command, new Coordinates("orders-approved-v1", 0, offset), now, null, null));
    boolean alive = commit(step, step.events());
    if (alive && step.action() == Step.Action.SEND && step.entry() != null) {
      pending.add(new Pending(step.entry(), now + LEASE));
    }
  }

  /** False if the executor died in it; then the transaction is there as a whole or not at all. */
  private boolean commit(Step step, List<OrderEvent> events) {
    int fate = calm ? 99 : random.nextInt(100);
    if (fate < 4) {
      die();
      return false;
    }
    if (step.entry() != null) {
      journal.add(step.entry());
      state.apply(step.entry());
    }
    for (OrderEvent event : events) {
      tape.add(event);
      state.apply(event);
    }
    committedOffset = offset;
    if (fate < 8) {
      die();
      return false;
    }
    return true;
  }

  private void die() {
    incarnation++;
    if (random.nextInt(3) > 0) {
      pending.clear(); // else a zombie still holds them
    }
    state = new ExecutorState();
    journal.forEach(state::apply);
    tape.forEach(state::apply);
    offset = committedOffset;
    firstAbsent.clear();
    held.clear();
  }

  private void send() {
    if (pending.isEmpty()) {
      return;
    }
    Pending next = pending.remove(random.nextInt(pending.size()));
    ClaimEntry claim = next.claim;
    if (now > next.leaseEnd) {
      decide(claim.intent(), new ClaimEvent.Answered(new SendOutcome.NotSent("LEASE_OVER"), now));
      return;
    }
    sends.merge(claim.intent(), 1, Integer::sum);
    if (!calm && random.nextInt(6) == 0) {
      answer(claim.intent(), new SendOutcome.Unknown("reset"), incarnation);
      return; // never arrives
    }
    network.add(
        new Travelling(
            claim,
            now + (random.nextInt(3) == 0 ? random.nextLong(6_000 * MILLI) : 0),
            !calm && random.nextInt(3) == 0,
            incarnation));
  }

  private void arrive() {
    for (Travelling one : List.copyOf(network)) {
      if (one.arrivesAt > now) {
        continue;
      }
      network.remove(one);
      SendOutcome outcome =
          venue.arrives(one.claim.clientOrderId(), one.claim.notAfterNanos(), now);
      answer(
          one.claim.intent(),
          one.answerLost ? new SendOutcome.Unknown("timeout") : outcome,
          one.sender);
      if (random.nextBoolean()) {
        venue.orders.stream()
            .filter(order -> order.client.equals(one.claim.clientOrderId()))
            .forEach(order -> order.fills.forEach(this::hear));
      }
    }
  }

  private void answer(IntentId intent, SendOutcome outcome, int sender) {
    if (sender == incarnation) { // nobody else listens any more
      decide(intent, new ClaimEvent.Answered(outcome, now));
    }
  }

  private void decide(IntentId intent, ClaimEvent event) {
    Step step = machine.decide(state.claim(intent), event);
    if (step.entry() != null) {
      commit(step, step.events());
    }
  }

  /** Asks about one claim whose outcome is open and that this executor has not sent itself. */
  private void ask() {
    for (ClaimEntry claim : state.unsettled()) {
      boolean mine =
          claim.state() == ClaimState.CLAIMED
              && (pending.stream().anyMatch(p -> p.claim.intent().equals(claim.intent()))
                  || network.stream()
                      .anyMatch(
                          t -> t.claim.intent().equals(claim.intent()) && t.sender == incarnation));
      if (mine) {
        continue;
      }
      VenueOrder found = venue.find(claim.clientOrderId());
      if (found != null) {
        firstAbsent.remove(claim.intent());
        decide(claim.intent(), new ClaimEvent.Found(found, now));
        return;
      }
      Long first = firstAbsent.get(claim.intent());
      if (first == null || first <= POLICY.absenceFinalNanos(claim.notAfterNanos())) {
        firstAbsent.put(claim.intent(), now);
      } else {
        decide(claim.intent(), new ClaimEvent.Absent(first, now));
        return;
      }
    }
  }

  private void hear(@Nullable VenueFill fill) {
    if (fill == null || (!calm && random.nextInt(4) == 0)) {
      return; // lost on the socket
    }
    publish(fill);
    if (random.nextInt(5) == 0) {
      publish(fill);
    }
  }

  private void publish(VenueFill fill) {
    VenueReports.Verdict verdict = reports.onFill(state, ACCOUNT, fill, now);
    if (verdict.hold()) {
      held.add(fill);
      return;
    }
    if (verdict.entry() != null || !verdict.events().isEmpty()) {
      commit(new Step(verdict.entry(), List.of(), Step.Action.NOTHING), verdict.events());
    }
  }

  private void sweep() {
    for (SimulatedVenue.Order order : List.copyOf(venue.orders)) {
      List.copyOf(order.fills).forEach(this::publish);
    }
  }

  private void retryHeld() {
    List<VenueFill> again = List.copyOf(held);
    held.clear();
    again.forEach(this::publish);
  }

  private void ends() {
    for (SimulatedVenue.Order order : List.copyOf(venue.orders)) {
      VenueReports.Verdict verdict = reports.onOrder(state, SimulatedVenue.shown(order), now);
      if (!verdict.hold() && (verdict.entry() != null || !verdict.events().isEmpty())) {
        commit(new Step(verdict.entry(), List.of(), Step.Action.NOTHING), verdict.events());
      }
    }
  }

  private void check() {
    Map<String, ClaimEntry> last = new HashMap<>();
    Map<String, Long> claimedAt = new HashMap<>();
    Map<String, String> intents = new HashMap<>();
    for (ClaimEntry entry : journal) {
      last.put(entry.intent().value(), entry);
      intents.put(entry.clientOrderId().value(), entry.intent().value());
      claimedAt.putIfAbsent(entry.intent().value(), entry.atNanos());
    }
    Set<String> approved = new HashSet<>();
    commands.forEach(command -> approved.add(command.intent().value()));
    assertThat(committedOffset).as("every command was read").isEqualTo(commands.size());
    assertThat(last.keySet()).as("every intent has a claim, no other has").isEqualTo(approved);
    assertThat(last.values()).as("I2: all settled").allMatch(entry -> entry.state().settled());
    assertThat(sends.values()).as("each sent once at most").allMatch(count -> count == 1);
    Set<String> accepted = new HashSet<>();
    for (SimulatedVenue.Order order : venue.orders) {
      String intent = intents.get(order.client.value());
      assertThat(intent).as("I3: claimed").isNotNull();
      assertThat(claimedAt.get(intent))
          .as("I3: claimed before")
          .isLessThanOrEqualTo(order.acceptedAt);
      assertThat(accepted.add(intent)).as("I1: one order for " + intent).isTrue();
    }
    last.forEach(
        (intent, entry) ->
            assertThat(entry.state() == ClaimState.ACKED || entry.state() == ClaimState.RESOLVED)
                .as("I2: " + intent + " is " + entry.state() + " " + entry.reason())
                .isEqualTo(accepted.contains(intent)));
    List<String> atVenue = new ArrayList<>();
    venue.orders.forEach(o -> o.fills.forEach(f -> atVenue.add(f.execution().id().value())));
    List<String> onTape = new ArrayList<>();
    for (OrderEvent event : tape) {
      if (event.kind() == OrderEventKind.FILLED && event.execution() != null) {
        onTape.add(event.execution().id().value());
        assertThat(event.intent()).as("I4: ours").isNotNull();
      }
    }
    assertThat(onTape).as("I4: each fill once").containsExactlyInAnyOrderElementsOf(atVenue);
    long canceled = venue.orders.stream().filter(order -> order.canceled).count();
    assertThat(tape.stream().filter(e -> e.kind() == OrderEventKind.CANCELED).count())
        .as("each end once")
        .isEqualTo(canceled);
  }
}
