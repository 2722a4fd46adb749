/**
 * Alpaca: REST for orders and questions, {@code trade_updates} for executions. Parsing and forms
 * are pure; transport is in {@code AlpacaRest} and {@code AlpacaSocket}. Must not import Kafka.
 */
@NullMarked
package io.tapedeck.executor.venue.alpaca;

import org.jspecify.annotations.NullMarked;
