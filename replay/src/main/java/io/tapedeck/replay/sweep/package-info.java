/**
 * Many backtests of one tape: grids and random choices of parameters, side by side on all cores,
 * and walks forward through the tape's time. Results do not depend on the number of threads.
 */
@NullMarked
package io.tapedeck.replay.sweep;

import org.jspecify.annotations.NullMarked;
