/**
 * The tape in Kafka: writing ticks, marks and dead letters, and reading them back. Must not import
 * venue.
 */
@NullMarked
package io.tapedeck.ingest.kafka;

import org.jspecify.annotations.NullMarked;
