/**
 * What ingest computes without I/O: scanning JSON, exact decimals and times, order books, backoff.
 * JDK and domain only; no clock, no logger.
 */
@NullMarked
package io.tapedeck.ingest.core;

import org.jspecify.annotations.NullMarked;
