/**
 * Kraken WebSocket v2: parsing is pure, the session holds the state of one connection. Must not
 * import Kafka.
 */
@NullMarked
package io.tapedeck.ingest.venue.kraken;

import org.jspecify.annotations.NullMarked;
