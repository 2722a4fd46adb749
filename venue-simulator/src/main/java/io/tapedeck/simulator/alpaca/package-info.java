/**
 * Alpaca's market data: the streams of shares and crypto, the REST calls of history and reference.
 * Must not import the Kraken package.
 */
@NullMarked
package io.tapedeck.simulator.alpaca;

import org.jspecify.annotations.NullMarked;
