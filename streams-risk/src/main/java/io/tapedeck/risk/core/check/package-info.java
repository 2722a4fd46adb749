/** The checks of the gate, one class each, all of one shape. Imports java, domain and core only. */
@NullMarked
package io.tapedeck.risk.core.check;

import org.jspecify.annotations.NullMarked;
