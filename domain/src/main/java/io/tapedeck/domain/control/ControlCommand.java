package io.tapedeck.domain.control;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A command of a person or a watchdog.
 *
 * @param id unique; a repeated id is applied once
 * @param account whom it concerns; null is everyone, and then a copy lies in every partition
 * @param instrument for CLOSE_POSITION, else null
 * @param actor who
 * @param reason why
 * @param atNanos the commander's clock, nanoseconds since the epoch
 * @param strategy for DISABLE_STRATEGY and ENABLE_STRATEGY, else null
 * @param amount for DEPOSIT and WITHDRAW, positive; else null
 */
public record ControlCommand(
    String id,
    @Nullable AccountId account,
    ControlAction action,
    @Nullable InstrumentId instrument,
    String actor,
    String reason,
    long atNanos,
    @Nullable StrategyId strategy,
    @Nullable Money amount) {

  /** A command about trading, not about strategies or money. */
  public ControlCommand(
      String id,
      @Nullable AccountId account,
      ControlAction action,
      @Nullable InstrumentId instrument,
      String actor,
      String reason,
      long atNanos) {
    this(id, account, action, instrument, actor, reason, atNanos, null, null);
  }
}
