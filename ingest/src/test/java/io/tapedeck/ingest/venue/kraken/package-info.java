/** Tests of Kraken's parser. */
@NullMarked
package io.tapedeck.ingest.venue.kraken;

import org.jspecify.annotations.NullMarked;
