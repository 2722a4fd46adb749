/**
 * Named moments at which a test may end the process, to prove that it does not matter. Imports
 * nothing of the executor.
 */
@NullMarked
package io.tapedeck.executor.crash;

import org.jspecify.annotations.NullMarked;
