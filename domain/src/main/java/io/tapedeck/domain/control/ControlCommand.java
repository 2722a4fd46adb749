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
 * @param model for SWITCH_MODEL, a file name in the models' folder, empty for the config's own;
 *     else null
 * @param modelSha256 for SWITCH_MODEL, the hash that the file must have; else null
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
    @Nullable Money amount,
    @Nullable String model,
    @Nullable String modelSha256) {

  /** A command about trading, strategies or money, not about models. */
  public ControlCommand(
      String id,
      @Nullable AccountId account,
      ControlAction action,
      @Nullable InstrumentId instrument,
      String actor,
      String reason,
      long atNanos,
      @Nullable StrategyId strategy,
      @Nullable Money amount) {
    this(id, account, action, instrument, actor, reason, atNanos, strategy, amount, null, null);
  }

  /** The command to use another model. */
  public static ControlCommand switchModel(
      String id, String model, @Nullable String sha256, String actor, String reason, long atNanos) {
    return new ControlCommand(
        id,
        null,
        ControlAction.SWITCH_MODEL,
        null,
        actor,
        reason,
        atNanos,
        null,
        null,
        model,
        sha256);
  }

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
