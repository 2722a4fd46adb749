package io.tapedeck.schemas.serde;

import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import io.tapedeck.schemas.registry.RegistryClient;
import io.tapedeck.schemas.registry.RegistryException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Ids and schemas of the registry, each asked for once. Thread-safe. */
final class RegistrySchemaIds implements SchemaIds {
  private static final int SCHEMA_NOT_FOUND = 40403;

  private final RegistryClient registry;
  private final Map<String, Integer> written = new ConcurrentHashMap<>();
  private final Map<Integer, Schema> read = new ConcurrentHashMap<>();

  RegistrySchemaIds(RegistryClient registry) {
    this.registry = registry;
  }

  @Override
  public int idOf(Topic<?> topic) {
    return written.computeIfAbsent(
        topic.subject(),
        subject -> {
          try {
            return registry.idOf(subject, topic.codec().schema());
          } catch (RegistryException e) {
            throw new IllegalStateException(
                "this build's schema of topic "
                    + topic.name()
                    + " is not registered under "
                    + subject
                    + "; run 'tapedeck schemas register'. "
                    + e.getMessage(),
                e);
          }
        });
  }

  @Override
  public Schema schemaOf(int id) {
    Schema known = read.get(id);
    if (known != null) {
      return known;
    }
    try {
      Schema schema = registry.byId(id);
      read.put(id, schema);
      return schema;
    } catch (AvroRuntimeException e) {
      throw new UnreadableRecordException(
          "schema id " + id + " is no Avro schema that stands alone: " + e.getMessage(), e);
    } catch (RegistryException e) {
      // a 404 without the registry's own code comes from something else at that address
      if (e.errorCode() == SCHEMA_NOT_FOUND) {
        throw new UnreadableRecordException("schema id " + id + " is not in the registry", e);
      }
      throw e;
    }
  }
}
