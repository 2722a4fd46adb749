/**
 * Kraken spot: REST for orders and questions, WebSocket v2 for executions. Parsing and forms are
 * pure; transport is in {@code KrakenRest} and {@code KrakenSocket}. Must not import Kafka.
 */
@NullMarked
package io.tapedeck.executor.venue.kraken;

import org.jspecify.annotations.NullMarked;
