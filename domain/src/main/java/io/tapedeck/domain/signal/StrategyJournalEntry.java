package io.tapedeck.domain.signal;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.tape.Coordinates;

/**
 * What a strategy saw besides ticks, written when it changed.
 *
 * @param before the tick before which it became visible: a replay applies the entry, then the tick
 */
public record StrategyJournalEntry(
    InstrumentId instrument,
    StrategyId strategy,
    Coordinates before,
    StrategyObservation observation) {}
