/** Addresses on the tape: topic, partition, offset. JDK and domain only. */
@NullMarked
package io.tapedeck.domain.tape;

import org.jspecify.annotations.NullMarked;
