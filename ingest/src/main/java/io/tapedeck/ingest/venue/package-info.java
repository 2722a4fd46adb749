/**
 * The ports to venues and what they share: the socket with its life, the queue behind it. Must not
 * import Kafka.
 */
@NullMarked
package io.tapedeck.ingest.venue;

import org.jspecify.annotations.NullMarked;
