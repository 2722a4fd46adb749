/** A thin client of the Confluent Schema Registry REST API. Must not import Kafka. */
@NullMarked
package io.tapedeck.schemas.registry;

import org.jspecify.annotations.NullMarked;
