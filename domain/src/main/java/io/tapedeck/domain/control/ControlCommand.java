package io.tapedeck.domain.control;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
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
 */
public record ControlCommand(
    String id,
    @Nullable AccountId account,
    ControlAction action,
    @Nullable InstrumentId instrument,
    String actor,
    String reason,
    long atNanos) {}
