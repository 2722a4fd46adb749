/** The entry point and the settings of the whole system. Nothing may import it. */
@NullMarked
package io.tapedeck.launcher;

import org.jspecify.annotations.NullMarked;
