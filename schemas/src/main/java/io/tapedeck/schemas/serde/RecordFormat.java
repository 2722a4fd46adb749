package io.tapedeck.schemas.serde;

import io.tapedeck.schemas.Topic;

/**
 * The bytes of one topic's values. Not thread-safe: each thread has its own.
 *
 * @param <T> domain type
 */
public interface RecordFormat<T> {
  /** Whose values. */
  Topic<T> topic();

  /** The record's bytes. */
  byte[] encode(T value);

  /**
   * The value of a record.
   *
   * @throws io.tapedeck.schemas.avro.UnreadableRecordException if the bytes are no such value
   * @throws io.tapedeck.schemas.registry.RegistryUnavailableException if the writer's schema cannot
   *     be had now
   */
  T decode(byte[] bytes);

  /** The Avro payload of a record in this build's schema, without the wire format's header. */
  byte[] payload(byte[] bytes);
}
