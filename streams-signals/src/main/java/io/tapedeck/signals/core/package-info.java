/**
 * Features, strategies and the pipeline that joins them, one per instrument: a function of ticks
 * and strategy journal alone. Must not import anything but the JDK and the domain; reads no clock.
 */
@NullMarked
package io.tapedeck.signals.core;

import org.jspecify.annotations.NullMarked;
