/**
 * Plays a tape through the very cores that trade live: features, model, strategies, risk, order
 * lifecycle, against a simulated venue. One thread, no clock, no chance: the same tape and plan
 * give the same bytes.
 */
@NullMarked
package io.tapedeck.replay.backtest;

import org.jspecify.annotations.NullMarked;
