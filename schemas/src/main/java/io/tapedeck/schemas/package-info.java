/** The catalogue of topics. Must not import a service, runtime or Kafka Streams. */
@NullMarked
package io.tapedeck.schemas;

import org.jspecify.annotations.NullMarked;
