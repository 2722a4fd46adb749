/** Tests of books, backoff and scanning. */
@NullMarked
package io.tapedeck.ingest.core;

import org.jspecify.annotations.NullMarked;
