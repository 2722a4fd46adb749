/**
 * The ingest service: market data from the venues to the tape, and files to and from it. May import
 * the runtime; Kafka clients only in its kafka package, sockets only in venue.
 */
@NullMarked
package io.tapedeck.ingest;

import org.jspecify.annotations.NullMarked;
