package io.tapedeck.schemas.serde;

import io.tapedeck.schemas.Topic;
import org.apache.avro.Schema;

/** Which id stands for which schema. Thread-safe. */
public interface SchemaIds {
  /**
   * The id that this build's schema has for a topic; services never register.
   *
   * @throws IllegalStateException if it is not registered
   */
  int idOf(Topic<?> topic);

  /**
   * The schema that a record was written with.
   *
   * @throws io.tapedeck.schemas.avro.UnreadableRecordException if the id is unknown
   */
  Schema schemaOf(int id);
}
