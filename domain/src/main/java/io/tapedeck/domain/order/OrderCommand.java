package io.tapedeck.domain.order;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.money.Price;
import org.jspecify.annotations.Nullable;

/**
 * An approved order for the executor.
 *
 * @param eventNanos event time of the tick that caused the intent
 * @param receivedNanos receiver's time of that tick
 * @param expiresNanos event time after which it must not be sent
 * @param journalSeq number of the risk journal entry that approved it, in its partition
 * @param mark the mark that it was valued at, null for a cancel
 */
public record OrderCommand(
    IntentId intent,
    AccountId account,
    StrategyId strategy,
    InstrumentId instrument,
    OrderAction action,
    long eventNanos,
    long receivedNanos,
    long expiresNanos,
    long journalSeq,
    @Nullable Price mark) {}
