package io.tapedeck.schemas.serde;

import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import org.apache.avro.Schema;

/** Ids by place in the catalogue, for runs without a registry whose bytes no one else reads. */
final class CatalogueSchemaIds implements SchemaIds {
  @Override
  public int idOf(Topic<?> topic) {
    return Topics.ALL.indexOf(topic) + 1;
  }

  @Override
  public Schema schemaOf(int id) {
    if (id < 1 || id > Topics.ALL.size()) {
      throw new UnreadableRecordException("schema id " + id + " is not in the catalogue");
    }
    return Topics.ALL.get(id - 1).codec().schema();
  }
}
