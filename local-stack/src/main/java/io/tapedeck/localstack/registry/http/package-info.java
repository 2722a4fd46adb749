/**
 * Confluent's Schema Registry REST API over the JDK's HTTP server. Must not import Kafka; changes
 * go through {@code registry.kafka.SchemasLog}.
 */
@NullMarked
package io.tapedeck.localstack.registry.http;

import org.jspecify.annotations.NullMarked;
