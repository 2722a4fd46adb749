/** Files of ticks against their formats. */
@NullMarked
package io.tapedeck.ingest.file;

import org.jspecify.annotations.NullMarked;
