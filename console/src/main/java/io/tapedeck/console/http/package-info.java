/** The HTTP server: who may ask, what is answered. Must not import Kafka. */
@NullMarked
package io.tapedeck.console.http;

import org.jspecify.annotations.NullMarked;
