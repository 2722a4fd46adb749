package io.tapedeck.executor.kafka;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.domain.tape.DeadLetter;
import io.tapedeck.executor.core.ClaimEvent;
import io.tapedeck.executor.core.ClaimMachine;
import io.tapedeck.executor.core.ExecutorState;
import io.tapedeck.executor.core.LocalCaps;
import io.tapedeck.executor.core.Step;
import io.tapedeck.executor.core.VenueReports;
import io.tapedeck.executor.core.VenueReports.Verdict;
import io.tapedeck.executor.lane.Report;
import io.tapedeck.executor.metrics.ExecutionMetrics;
import io.tapedeck.runtime.clock.EdgeClock;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts inputs before the core and what it decides into a batch. The state runs ahead of the commit;
 * if that fails, state and session are thrown away together.
 */
final class Decisions {
  private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);
  private static final String SERVICE = "executor";
  private static final long MILLI_NANOS = 1_000_000L;

  private final Session session;
  private final ExecutorState state;
  private final WriterSettings settings;
  private final EdgeClock clock;
  private final ExecutionMetrics metrics;
  private final Set<AccountId> accounts;
  private final Predicate<AccountId> held;
  private final ClaimMachine machine;
  private final VenueReports reports;
  private final CommandQueue queue = new CommandQueue();
  private final Map<AccountId, Set<IntentId>> inFlight = new HashMap<>();
  private final Map<AccountId, LocalCaps> caps = new HashMap<>();

  Decisions(
      Session session,
      WriterSettings settings,
      EdgeClock clock,
      ExecutionMetrics metrics,
      Set<AccountId> accounts,
      Predicate<AccountId> held) {
    this.session = session;
    this.state = session.state();
    this.settings = settings;
    this.clock = clock;
    this.metrics = metrics;
    this.accounts = accounts;
    this.held = held;
    this.machine = new ClaimMachine(settings.policy());
    this.reports = new VenueReports(machine);
  }

  /** A record of approved commands: it waits for its turn, or is set aside. */
  void onRecord(ConsumerRecord<byte[], byte[]> record, Batch batch) {
    queue.read(new TopicPartition(record.topic(), record.partition()), record.offset());
    Coordinates address = new Coordinates(record.topic(), record.partition(), record.offset());
    try {
      if (record.value() == null) {
        throw new UnreadableRecordException("a tombstone is no command");
      }
      queue.add(
          new CommandQueue.Waiting(
              session.commands().decode(record.value()),
              address,
              Math.multiplyExact(record.timestamp(), MILLI_NANOS)));
    } catch (UnreadableRecordException e) {
      setAside(record, address, e, batch);
    }
  }

  /** Claims what the lanes can take now. */
  void claim(Batch batch) {
    for (AccountId account : queue.accounts()) {
      Set<IntentId> leaving = inFlight.computeIfAbsent(account, a -> new HashSet<>());
      while (leaving.size() < settings.inFlight()) {
        CommandQueue.Waiting next = queue.next(account, held.test(account));
        if (next == null) {
          break;
        }
        onCommand(next, leaving, batch);
      }
    }
    queue.offsets(batch);
  }

  /** True if nothing more should be read now. */
  boolean full() {
    return queue.full();
  }

  private void onCommand(CommandQueue.Waiting waiting, Set<IntentId> leaving, Batch batch) {
    OrderCommand command = waiting.command();
    if (state.claim(command.intent()) != null) {
      LOG.info(
          "command of intent={} at {} was claimed before: nothing to do",
          command.intent(),
          waiting.address());
      return;
    }
    Step step =
        machine.decide(
            null,
            new ClaimEvent.CommandArrived(
                command, waiting.address(), clock.epochNanos(), target(command), refusal(command)));
    if (step.action() == Step.Action.SEND) {
      settings.ordersOut().in(command.intent());
      leaving.add(command.intent());
      Price mark = command.mark();
      if (mark != null) {
        metrics.arrived(command.intent(), mark);
      }
    }
    take(step, batch, waiting.approvedNanos());
  }

  private @Nullable ClaimEntry target(OrderCommand command) {
    IntentId target = null;
    if (command.action() instanceof OrderAction.Cancel cancel) {
      target = cancel.target();
    } else if (command.action() instanceof OrderAction.Replace replace) {
      target = replace.target();
    }
    return target == null ? null : state.claim(target);
  }

  private @Nullable String refusal(OrderCommand command) {
    AccountId account = command.account();
    if (!accounts.contains(account)) {
      return "NO_GATEWAY: account " + account + " is not in execution.accounts";
    }
    if (command.action() instanceof OrderAction.Cancel) {
      return null;
    }
    String refusal = settings.kill().engaged();
    if (refusal == null) {
      refusal = session.halted().refusal(account.value());
    }
    if (refusal != null) {
      return refusal;
    }
    return caps.computeIfAbsent(account, a -> new LocalCaps(settings.caps()))
        .refuse(command, side(target(command)), state.openOrders(account), clock.monotonicNanos());
  }

  private static @Nullable Side side(@Nullable ClaimEntry claim) {
    return claim != null && claim.action() instanceof OrderAction.Submit submit
        ? submit.terms().side()
        : null;
  }

  private void setAside(
      ConsumerRecord<byte[], byte[]> record,
      Coordinates address,
      UnreadableRecordException problem,
      Batch batch) {
    LOG.error(
        "command at {} cannot be read: its account is halted until a person releases it in"
            + " execution.released_dead_letters",
        address,
        problem);
    metrics.deadLetter();
    DeadLetter letter =
        new DeadLetter(
            address,
            SERVICE,
            String.valueOf(problem.getMessage()),
            record.key(),
            record.value(),
            clock.epochNanos());
    batch.deadLetter(letter);
    session.halted().add(letter);
  }

  /** A lane's report; true if it must be decided on again when a claim has settled. */
  boolean onReport(Report report, Batch batch) {
    if (report instanceof Report.OfClaim of) {
      if (of.event() instanceof ClaimEvent.Answered) {
        inFlight.values().forEach(leaving -> leaving.remove(of.intent()));
      }
      Step step = machine.decide(state.claim(of.intent()), of.event());
      take(step, batch, 0);
      return false;
    }
    if (report instanceof Report.OfStatement of) {
      batch.statement(of.statement());
      return false;
    }
    Verdict verdict;
    if (report instanceof Report.OfFill of) {
      verdict = reports.onFill(state, of.account(), of.fill(), of.atNanos());
    } else {
      Report.OfOrder of = (Report.OfOrder) report;
      verdict = reports.onOrder(state, of.order(), of.atNanos());
    }
    if (verdict.alarm() != null) {
      LOG.error("ALARM {}", verdict.alarm());
    }
    if (verdict.entry() != null) {
      enter(verdict.entry(), batch);
    }
    publish(verdict.events(), batch);
    return verdict.hold();
  }

  private void take(Step step, Batch batch, long approvedNanos) {
    ClaimEntry entry = step.entry();
    if (entry != null) {
      enter(entry, batch);
      if (step.action() == Step.Action.SEND) {
        batch.send(entry, approvedNanos);
      } else if (step.action() == Step.Action.QUERY) {
        batch.query(entry);
      }
    }
    publish(step.events(), batch);
  }

  private void enter(ClaimEntry entry, Batch batch) {
    batch.entry(entry);
    state.apply(entry);
  }

  private void publish(Iterable<OrderEvent> events, Batch batch) {
    for (OrderEvent event : events) {
      state.apply(event);
      batch.events(List.of(event));
    }
  }
}
