/**
 * Features: running state per instrument, fed with primitives, and the named values read from it.
 * Functions of the ticks so far and nothing else. Must not import anything but the JDK and the
 * domain.
 */
@NullMarked
package io.tapedeck.signals.core.feature;

import org.jspecify.annotations.NullMarked;
