/**
 * Records in the Confluent wire format, to and from domain types. Kafka serialization types only.
 */
@NullMarked
package io.tapedeck.schemas.serde;

import org.jspecify.annotations.NullMarked;
