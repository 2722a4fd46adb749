/**
 * The loopback endpoint by which a test or an operator steers the simulator: playing, faults, and
 * questions about the ledger. No venue has it.
 */
@NullMarked
package io.tapedeck.simulator.control;

import org.jspecify.annotations.NullMarked;
