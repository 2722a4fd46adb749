/**
 * Looks at everything that a stack needs, from its config to its venues, and says of each point
 * what was found and what to do. Changes nothing.
 */
@NullMarked
package io.tapedeck.launcher.doctor;

import org.jspecify.annotations.NullMarked;
