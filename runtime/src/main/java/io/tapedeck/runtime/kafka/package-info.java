/**
 * The one place that knows how Tapedeck talks to Kafka: client and Streams settings, and a Streams
 * application as a lifecycle service. Must not import a service module or a venue.
 */
@NullMarked
package io.tapedeck.runtime.kafka;

import org.jspecify.annotations.NullMarked;
