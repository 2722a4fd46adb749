package io.tapedeck.localstack.registry.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/** Reads Avro schemas and compares them. Thread-safe. */
final class Schemas {
  private final Map<String, Schema> parsed = new ConcurrentHashMap<>();

  /**
   * The schema without insignificant space: two texts that differ in nothing else are one schema.
   *
   * @throws RegistryException 42201 with Avro's reason
   */
  String canonical(String text) {
    if (text.isBlank()) {
      throw RegistryException.invalidSchema("it is empty");
    }
    return parse(text).toString();
  }

  /**
   * Why the schema may not follow the earlier versions; empty if it may.
   *
   * @param earlier the live versions of the subject in any order
   */
  List<String> conflicts(String schema, List<SchemaVersion> earlier, CompatibilityLevel level) {
    List<SchemaVersion> newestFirst = new ArrayList<>(earlier);
    newestFirst.sort(Comparator.comparingInt(SchemaVersion::version).reversed());
    List<String> conflicts = new ArrayList<>();
    Schema proposed = parse(schema);
    for (SchemaVersion old :
        level.transitive() ? newestFirst : newestFirst.stream().limit(1).toList()) {
      List<String> here = new ArrayList<>();
      Schema existing = parsed.computeIfAbsent(old.schema(), this::parse);
      if (level.readsOld()) {
        here.addAll(incompatibilities(proposed, existing, "new", "old"));
      }
      if (level.readByOld()) {
        here.addAll(incompatibilities(existing, proposed, "old", "new"));
      }
      if (!here.isEmpty()) {
        conflicts.addAll(here);
        conflicts.add("{oldSchemaVersion: " + old.version() + "}");
        conflicts.add("{oldSchema: '" + old.schema() + "'}");
      }
    }
    if (!conflicts.isEmpty()) {
      conflicts.add("{compatibility: '" + level + "'}");
    }
    return conflicts;
  }

  private static List<String> incompatibilities(
      Schema reader, Schema writer, String readerName, String writerName) {
    List<String> found = new ArrayList<>();
    for (Incompatibility each :
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
            .getResult()
            .getIncompatibilities()) {
      found.add(
          String.format(
              "{errorType:'%s', description:'the %s schema cannot read what the %s one wrote, at"
                  + " path '%s'', additionalInfo:'%s'}",
              each.getType(), readerName, writerName, each.getLocation(), each.getMessage()));
    }
    return found;
  }

  private Schema parse(String text) {
    try {
      return new Schema.Parser().parse(text);
    } catch (AvroRuntimeException e) {
      throw RegistryException.invalidSchema(String.valueOf(e.getMessage()));
    }
  }
}
