/** Tests of Alpaca's adapter. */
@NullMarked
package io.tapedeck.ingest.venue.alpaca;

import org.jspecify.annotations.NullMarked;
