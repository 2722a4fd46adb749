/**
 * Market data as text files: rows to ticks and ticks to rows, pure. Must not import Kafka or
 * sockets.
 */
@NullMarked
package io.tapedeck.ingest.file;

import org.jspecify.annotations.NullMarked;
