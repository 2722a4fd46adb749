/**
 * Kraken's protocols as its documentation gives them: WebSocket v2 and REST. Translates between
 * wire and exchange; decides nothing about orders. Must not import the pipeline.
 */
@NullMarked
package io.tapedeck.simulator.kraken;

import org.jspecify.annotations.NullMarked;
