/**
 * One codec a record type, straight between domain types and Avro binary; the only place that knows
 * both. Must not import Kafka or the registry.
 */
@NullMarked
package io.tapedeck.schemas.codec;

import org.jspecify.annotations.NullMarked;
