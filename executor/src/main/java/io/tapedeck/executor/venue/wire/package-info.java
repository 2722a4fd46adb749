/**
 * What every adapter needs of the wire: JSON that keeps its digits, HTTP that never repeats, a
 * socket that reconnects. Knows no venue; must not import Kafka.
 */
@NullMarked
package io.tapedeck.executor.venue.wire;

import org.jspecify.annotations.NullMarked;
