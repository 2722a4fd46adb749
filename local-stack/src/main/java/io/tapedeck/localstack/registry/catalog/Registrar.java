package io.tapedeck.localstack.registry.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides every change of the catalogue: what is refused, and what is written. */
public final class Registrar {
  private final Catalog catalog;
  private final Lookup lookup;
  private final Schemas schemas;

  Registrar(Catalog catalog, Lookup lookup, Schemas schemas) {
    this.catalog = catalog;
    this.lookup = lookup;
    this.schemas = schemas;
  }

  /** The id of the schema under the subject, as a new version where it is not one already. */
  public Change<Integer> register(String subject, String text) {
    String schema = schemas.canonical(text);
    List<SchemaVersion> versions = catalog.versions(subject);
    Optional<SchemaVersion> known =
        versions.stream().filter(v -> !v.deleted() && v.schema().equals(schema)).findFirst();
    if (known.isPresent()) {
      return new Change<>(List.of(), known.get().id());
    }
    requireWritable(subject);
    List<String> conflicts =
        schemas.conflicts(schema, live(versions), lookup.effectiveLevel(subject));
    if (!conflicts.isEmpty()) {
      throw new RegistryException(
          409,
          "Schema being registered is incompatible with an earlier schema for subject \""
              + subject
              + "\", details: "
              + conflicts);
    }
    int version = versions.stream().mapToInt(SchemaVersion::version).max().orElse(0) + 1;
    int id =
        catalog.all().stream()
            .filter(v -> v.schema().equals(schema))
            .mapToInt(SchemaVersion::id)
            .findFirst()
            .orElseGet(() -> catalog.highestId() + 1);
    return new Change<>(
        List.of(LogRecord.schema(new SchemaVersion(subject, version, id, schema, false))), id);
  }

  /** Deletes all live versions, softly; or, once they are, for good. */
  public Change<List<Integer>> deleteSubject(String subject, boolean permanent) {
    List<SchemaVersion> versions = catalog.versions(subject);
    if (versions.isEmpty()) {
      throw RegistryException.subjectNotFound(subject);
    }
    requireWritable(subject);
    List<SchemaVersion> live = live(versions);
    if (permanent && !live.isEmpty()) {
      throw new RegistryException(
          40405,
          "Subject '" + subject + "' was not deleted first before being permanently deleted");
    }
    if (!permanent && live.isEmpty()) {
      throw new RegistryException(
          40404,
          "Subject '" + subject + "' was soft deleted. Set permanent=true to delete permanently");
    }
    List<LogRecord> records = permanent ? removals(versions) : deletions(live);
    if (!permanent) {
      catalog.level(subject).ifPresent(level -> records.add(LogRecord.config(subject, null)));
      catalog.mode(subject).ifPresent(mode -> records.add(LogRecord.mode(subject, null)));
    }
    List<SchemaVersion> gone = permanent ? versions : live;
    return new Change<>(records, gone.stream().map(SchemaVersion::version).toList());
  }

  /** Deletes one version, softly; or, once it is, for good. */
  public Change<Integer> deleteVersion(String subject, String version, boolean permanent) {
    SchemaVersion found = lookup.version(subject, version, true);
    requireWritable(subject);
    if (permanent && !found.deleted()) {
      throw new RegistryException(
          40407, named(found) + " was not deleted first before being permanently deleted");
    }
    if (!permanent && found.deleted()) {
      throw new RegistryException(
          40406, named(found) + " was soft deleted. Set permanent=true to delete permanently");
    }
    List<SchemaVersion> gone = List.of(found);
    return new Change<>(permanent ? removals(gone) : deletions(gone), found.version());
  }

  /** Sets the level of a subject, or of all that have none of their own. */
  public Change<CompatibilityLevel> setLevel(@Nullable String subject, CompatibilityLevel level) {
    return new Change<>(List.of(LogRecord.config(subject, level)), level);
  }

  /** Goes back to the default; the answer is the level that was. */
  public Change<CompatibilityLevel> clearLevel(@Nullable String subject) {
    CompatibilityLevel was = subject == null ? catalog.globalLevel() : lookup.level(subject, false);
    return new Change<>(List.of(LogRecord.config(subject, null)), was);
  }

  /** Sets the mode of a subject, or of all that have none of their own. */
  public Change<Mode> setMode(@Nullable String subject, Mode mode) {
    return new Change<>(List.of(LogRecord.mode(subject, mode)), mode);
  }

  /** Goes back to the global mode; the answer is the mode that was. */
  public Change<Mode> clearMode(String subject) {
    Mode was = lookup.mode(subject, false);
    return new Change<>(List.of(LogRecord.mode(subject, null)), was);
  }

  private void requireWritable(String subject) {
    if (lookup.mode(subject, true) == Mode.READONLY) {
      throw new RegistryException(42205, "Subject " + subject + " is in read-only mode");
    }
  }

  private static List<LogRecord> deletions(List<SchemaVersion> versions) {
    List<LogRecord> records = new ArrayList<>();
    versions.forEach(version -> records.add(LogRecord.schema(version.asDeleted())));
    return records;
  }

  private List<LogRecord> removals(List<SchemaVersion> versions) {
    List<LogRecord> records = new ArrayList<>();
    records.add(LogRecord.highestId(catalog.highestId()));
    versions.forEach(version -> records.add(LogRecord.removal(version)));
    return records;
  }

  private static List<SchemaVersion> live(List<SchemaVersion> versions) {
    return versions.stream().filter(version -> !version.deleted()).toList();
  }

  private static String named(SchemaVersion version) {
    return "Subject '" + version.subject() + "' Version " + version.version();
  }
}
