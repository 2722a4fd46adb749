package io.tapedeck.domain.risk;

import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderIntent;
import java.util.List;

/** What a risk step saw. */
public sealed interface JournalEvent {
  /** A strategy's or person's wish. */
  record IntentReceived(OrderIntent intent) implements JournalEvent {}

  /** News of an order. */
  record OrderEventReceived(OrderEvent event) implements JournalEvent {}

  /** A command. */
  record ControlReceived(ControlCommand command) implements JournalEvent {}

  /** Marks that differ from what the partition last journalled. */
  record MarksObserved(List<Mark> marks) implements JournalEvent {
    public MarksObserved {
      marks = List.copyOf(marks);
    }
  }

  /** Limits that differ from what the partition last journalled, in full. */
  record LimitsObserved(RiskLimits limits) implements JournalEvent {}

  /**
   * How far risk is behind its inputs.
   *
   * @param seconds age of the record in hand when it was read, whole seconds of wall time
   */
  record LagObserved(long seconds) implements JournalEvent {}

  /** Time that matters: a day roll, the end of a cooldown. */
  record ClockTicked(String purpose) implements JournalEvent {}

  /**
   * A record that could not be read; it quarantines its account.
   *
   * @param payloadSha256 hex hash of the record's value
   */
  record PoisonReceived(String reason, String payloadSha256) implements JournalEvent {}
}
