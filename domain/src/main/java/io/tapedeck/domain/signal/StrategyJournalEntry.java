package io.tapedeck.domain.signal;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.tape.Coordinates;

/**
 * What a strategy saw besides ticks, written when it changed.
 *
 * @param strategy which strategy, or {@link #EVERY} of the instrument's, with or without any
 * @param before the tick before which it became visible: a replay applies the entry, then the tick
 */
public record StrategyJournalEntry(
    InstrumentId instrument,
    StrategyId strategy,
    Coordinates before,
    StrategyObservation observation) {
  /** Stands for the instrument as a whole: what is seen before any strategy looks. */
  public static final StrategyId EVERY = new StrategyId("*");
}
