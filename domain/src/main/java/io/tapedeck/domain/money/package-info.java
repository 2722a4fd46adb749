/** Fixed-point money of scale 9. Must not import anything but the JDK. */
@NullMarked
package io.tapedeck.domain.money;

import org.jspecify.annotations.NullMarked;
