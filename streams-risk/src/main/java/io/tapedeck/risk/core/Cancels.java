package io.tapedeck.risk.core;

import io.tapedeck.domain.id.DerivedIds;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderCommand;

/** Cancels made here, by command or by the circuit breaker. */
final class Cancels {
  /** How long an order made here stays good, nanoseconds. */
  static final long LIFE_NANOS = 60_000_000_000L;

  private Cancels() {}

  /**
   * A cancel of a working order.
   *
   * @param cause what the id is derived from: a command's id, or the journal number of a trip
   * @param actor whose strategy name it carries
   * @param seq number of the journal entry that made it
   */
  static OrderCommand of(
      RiskState state,
      AccountState account,
      WorkingOrder order,
      String cause,
      String actor,
      long atNanos,
      long seq) {
    return new OrderCommand(
        new IntentId(DerivedIds.name("cancel", cause, order.intent().value())),
        account.id(),
        new StrategyId(actor),
        order.instrument(),
        new OrderAction.Cancel(order.intent()),
        state.clockNanos(),
        atNanos,
        state.clockNanos() + LIFE_NANOS,
        seq,
        null);
  }
}
