/**
 * Alpaca's market-data streams, stocks and crypto: subscriptions, parsing and what the messages
 * mean. Parsing is pure. Must not import Kafka.
 */
@NullMarked
package io.tapedeck.ingest.venue.alpaca;

import org.jspecify.annotations.NullMarked;
