/**
 * The port to a venue's private side. One adapter a package below; every adapter passes the same
 * contract test. Must not import Kafka.
 */
@NullMarked
package io.tapedeck.executor.venue;

import org.jspecify.annotations.NullMarked;
