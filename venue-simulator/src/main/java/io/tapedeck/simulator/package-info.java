/**
 * A venue on loopback that speaks Kraken's protocols, plays a recorded or synthetic market, matches
 * orders against it and keeps a synced ledger. It is the oracle of the tests: it depends on nothing
 * of the pipeline but {@code domain} and follows the venue's documentation, never our client.
 */
@NullMarked
package io.tapedeck.simulator;

import org.jspecify.annotations.NullMarked;
