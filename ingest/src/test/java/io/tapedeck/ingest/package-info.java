/** Tests of the ingest service against a real broker and the venue simulator. */
@NullMarked
package io.tapedeck.ingest;

import org.jspecify.annotations.NullMarked;
