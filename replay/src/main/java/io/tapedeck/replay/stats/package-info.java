/**
 * Figures of a run, in floating point: they are for people and decide nothing. Definitions are in
 * docs/backtest.md.
 */
@NullMarked
package io.tapedeck.replay.stats;

import org.jspecify.annotations.NullMarked;
