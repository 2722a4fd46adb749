package io.tapedeck.domain.order;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.signal.Evidence;

/**
 * What a strategy (or a person) wants, with all that it looked at. Nothing is sent before risk
 * approves it.
 *
 * @param eventNanos event time of the tick that caused it, nanoseconds since the epoch
 * @param receivedNanos receiver's time of that tick
 * @param expiresNanos event time after which it must not be approved any more
 */
public record OrderIntent(
    IntentId id,
    AccountId account,
    StrategyId strategy,
    InstrumentId instrument,
    OrderAction action,
    long eventNanos,
    long receivedNanos,
    long expiresNanos,
    Evidence evidence) {}
