/**
 * What the venue shows: sources of ticks (a recorded tape, a seeded synthetic market), the
 * published books and statistics, and the player that turns a source into time. Knows no protocol
 * and no order; must not import the other packages of the simulator.
 */
@NullMarked
package io.tapedeck.simulator.market;

import org.jspecify.annotations.NullMarked;
