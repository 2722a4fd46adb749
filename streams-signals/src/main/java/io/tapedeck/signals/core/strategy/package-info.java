/** The strategies. Must not import anything but the JDK, the domain and the ports in the core. */
@NullMarked
package io.tapedeck.signals.core.strategy;

import org.jspecify.annotations.NullMarked;
