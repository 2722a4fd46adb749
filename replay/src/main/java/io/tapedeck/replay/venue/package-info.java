/**
 * The simulated venue of a replay: what orders would have met in a market that a tape shows. Its
 * rules are in docs/backtest.md. No clock, no chance, no I/O.
 */
@NullMarked
package io.tapedeck.replay.venue;

import org.jspecify.annotations.NullMarked;
