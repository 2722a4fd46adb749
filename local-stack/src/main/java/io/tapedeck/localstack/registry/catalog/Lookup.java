package io.tapedeck.localstack.registry.catalog;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Every question the catalogue answers. Thread-safe. */
public final class Lookup {
  private static final String LATEST = "latest";

  private final Catalog catalog;
  private final Schemas schemas;

  Lookup(Catalog catalog, Schemas schemas) {
    this.catalog = catalog;
    this.schemas = schemas;
  }

  /** The subjects that start with the prefix and have a version shown. */
  public List<String> subjects(String prefix, Deleted shown) {
    return all(prefix, shown).stream().map(SchemaVersion::subject).distinct().toList();
  }

  /** All versions of the subjects that start with the prefix. */
  public List<SchemaVersion> all(String prefix, Deleted shown) {
    return catalog.all().stream()
        .filter(shown)
        .filter(version -> version.subject().startsWith(prefix))
        .toList();
  }

  /** The versions of a subject; 40401 if none is shown. */
  public List<SchemaVersion> versions(String subject, Deleted shown) {
    List<SchemaVersion> versions = catalog.versions(subject).stream().filter(shown).toList();
    if (versions.isEmpty()) {
      throw RegistryException.subjectNotFound(subject);
    }
    return versions;
  }

  /** One version by number or "latest"; 42202, 40401, 40402. */
  public SchemaVersion version(String subject, String version, boolean deletedToo) {
    int number = number(version);
    List<SchemaVersion> versions =
        versions(subject, deletedToo ? Deleted.INCLUDED : Deleted.HIDDEN);
    if (number == Integer.MAX_VALUE) {
      return versions.get(versions.size() - 1);
    }
    return versions.stream()
        .filter(each -> each.version() == number)
        .findFirst()
        .orElseThrow(() -> RegistryException.versionNotFound(version));
  }

  /** The version under which a subject holds the schema; 40401, 40403, 42201. */
  public SchemaVersion registered(String subject, String text, boolean deletedToo) {
    String schema = schemas.canonical(text);
    return versions(subject, deletedToo ? Deleted.INCLUDED : Deleted.HIDDEN).stream()
        .filter(version -> version.schema().equals(schema))
        .findFirst()
        .orElseThrow(RegistryException::schemaNotFound);
  }

  /** The schema of an id, softly deleted too: what was once written must stay readable; 40403. */
  public String schema(int id) {
    return withId(id, Deleted.INCLUDED).get(0).schema();
  }

  /** The versions that share an id; 40403 if the id was never given or is gone for good. */
  public List<SchemaVersion> withId(int id, Deleted shown) {
    List<SchemaVersion> versions =
        catalog.all().stream().filter(version -> version.id() == id).toList();
    if (versions.isEmpty()) {
      throw RegistryException.idNotFound(id);
    }
    return versions.stream().filter(shown).toList();
  }

  /** The level without regard to subjects. */
  public CompatibilityLevel globalLevel() {
    return catalog.globalLevel();
  }

  /** The level of a subject; 40408 if it has none of its own and the global one is not wanted. */
  public CompatibilityLevel level(String subject, boolean defaultToGlobal) {
    return catalog
        .level(subject)
        .or(() -> Optional.of(catalog.globalLevel()).filter(level -> defaultToGlobal))
        .orElseThrow(
            () ->
                new RegistryException(
                    40408,
                    "Subject '"
                        + subject
                        + "' does not have subject-level compatibility configured"));
  }

  CompatibilityLevel effectiveLevel(String subject) {
    return level(subject, true);
  }

  /** The mode without regard to subjects. */
  public Mode globalMode() {
    return catalog.globalMode();
  }

  /** The mode of a subject; 40409 if it has none of its own and the global one is not wanted. */
  public Mode mode(String subject, boolean defaultToGlobal) {
    return catalog
        .mode(subject)
        .or(() -> Optional.of(catalog.globalMode()).filter(mode -> defaultToGlobal))
        .orElseThrow(
            () ->
                new RegistryException(
                    40409,
                    "Subject '" + subject + "' does not have subject-level mode configured"));
  }

  /** Why the schema could not be registered now; empty if it could. */
  public List<String> conflicts(String subject, String text) {
    List<SchemaVersion> live = catalog.versions(subject).stream().filter(Deleted.HIDDEN).toList();
    return schemas.conflicts(schemas.canonical(text), live, effectiveLevel(subject));
  }

  /** The same against one version alone; "latest" of no subject conflicts with nothing. */
  public List<String> conflicts(String subject, String text, String version) {
    String schema = schemas.canonical(text);
    boolean none = catalog.versions(subject).stream().noneMatch(Deleted.HIDDEN);
    if (none && number(version) == Integer.MAX_VALUE) {
      return List.of();
    }
    return schemas.conflicts(
        schema, List.of(version(subject, version, false)), effectiveLevel(subject));
  }

  /** The largest number stands for the latest version. */
  private static int number(String version) {
    if (version.equals(LATEST) || version.equals("-1")) {
      return Integer.MAX_VALUE;
    }
    try {
      int number = Integer.parseInt(version);
      if (number < 1) {
        throw RegistryException.invalidVersion(version);
      }
      return number;
    } catch (NumberFormatException e) {
      throw RegistryException.invalidVersion(version);
    }
  }

  /** Which versions are shown. */
  public enum Deleted implements Predicate<SchemaVersion> {
    HIDDEN,
    INCLUDED,
    ONLY;

    @Override
    public boolean test(SchemaVersion version) {
      return this == INCLUDED || version.deleted() == (this == ONLY);
    }
  }
}
