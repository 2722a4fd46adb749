/** The controls of the gate, one by one, on the pure engine. */
@NullMarked
package io.tapedeck.risk.control;

import org.jspecify.annotations.NullMarked;
