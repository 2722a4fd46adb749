/**
 * The built-in schema registry: Confluent's REST API, schemas kept in the broker's {@code _schemas}
 * topic; in this JVM ({@code RegistryServer}) or one of its own ({@code EmbeddedRegistry}). Must
 * not import the broker package or the harness.
 */
@NullMarked
package io.tapedeck.localstack.registry;

import org.jspecify.annotations.NullMarked;
