package io.tapedeck.localstack.registry.catalog;

/**
 * One version of a subject.
 *
 * @param version from 1, without reuse
 * @param id shared by all versions of any subject with the same schema
 * @param schema Avro's JSON without insignificant space
 * @param deleted softly deleted: readable by id, no longer part of its subject
 */
public record SchemaVersion(String subject, int version, int id, String schema, boolean deleted) {
  SchemaVersion asDeleted() {
    return new SchemaVersion(subject, version, id, schema, true);
  }
}
