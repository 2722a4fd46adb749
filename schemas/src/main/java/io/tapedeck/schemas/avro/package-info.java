/**
 * The Avro schemas, their lint, and the binary encoding on plain byte arrays. Must not import
 * Kafka.
 */
@NullMarked
package io.tapedeck.schemas.avro;

import org.jspecify.annotations.NullMarked;
