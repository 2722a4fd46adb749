/** Tests of the ports to venues: the contract of every adapter, the connection's life. */
@NullMarked
package io.tapedeck.ingest.venue;

import org.jspecify.annotations.NullMarked;
