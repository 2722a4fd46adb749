package io.tapedeck.localstack.registry.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything the topic says, in memory. Changed by {@link #apply} alone, so that it is always a
 * function of the topic. Thread-safe.
 */
public final class Catalog {
  /** The level where neither subject nor global configuration says otherwise. */
  public static final CompatibilityLevel DEFAULT_LEVEL = CompatibilityLevel.FULL_TRANSITIVE;

  private final SortedMap<String, SortedMap<Integer, SchemaVersion>> subjects = new TreeMap<>();
  private final Map<String, CompatibilityLevel> levels = new HashMap<>();
  private final Map<String, Mode> modes = new HashMap<>();
  private @Nullable CompatibilityLevel globalLevel;
  private @Nullable Mode globalMode;
  private int highestId;

  private final Schemas schemas = new Schemas();
  private final Lookup lookup = new Lookup(this, schemas);
  private final Registrar registrar = new Registrar(this, lookup, schemas);

  /** The questions. */
  public Lookup lookup() {
    return lookup;
  }

  /** The decisions. */
  public Registrar registrar() {
    return registrar;
  }

  /**
   * Takes over one record of the topic; keys of unknown kinds are passed over.
   *
   * @throws IllegalArgumentException if it is not of the topic's form
   */
  public synchronized void apply(LogRecord entry) {
    JsonNode key = entry.keyJson();
    JsonNode value = entry.valueJson();
    String subject = key.path("subject").isTextual() ? key.path("subject").textValue() : null;
    switch (key.path("keytype").asText()) {
      case LogRecord.SCHEMA -> applySchema(required(subject, entry), key, value);
      case LogRecord.DELETE_SUBJECT -> applyDeletion(required(subject, entry), value);
      case LogRecord.CONFIG -> {
        CompatibilityLevel level =
            value == null
                ? null
                : CompatibilityLevel.parse(value.path("compatibilityLevel").asText());
        if (subject == null) {
          globalLevel = level;
        } else {
          put(levels, subject, level);
        }
      }
      case LogRecord.MODE -> {
        Mode mode = value == null ? null : Mode.parse(value.path("mode").asText());
        if (subject == null) {
          globalMode = mode;
        } else {
          put(modes, subject, mode);
        }
      }
      case LogRecord.HIGHEST_ID ->
          highestId = Math.max(highestId, value == null ? 0 : value.path("id").asInt());
      default -> {}
    }
  }

  /** All versions of a subject in order, softly deleted ones too; empty if there is none. */
  public synchronized List<SchemaVersion> versions(String subject) {
    SortedMap<Integer, SchemaVersion> versions = subjects.get(subject);
    return versions == null ? List.of() : List.copyOf(versions.values());
  }

  /** All versions of all subjects, by subject and version. */
  public synchronized List<SchemaVersion> all() {
    List<SchemaVersion> all = new ArrayList<>();
    subjects.values().forEach(versions -> all.addAll(versions.values()));
    return all;
  }

  synchronized Optional<CompatibilityLevel> level(String subject) {
    return Optional.ofNullable(levels.get(subject));
  }

  synchronized CompatibilityLevel globalLevel() {
    return globalLevel == null ? DEFAULT_LEVEL : globalLevel;
  }

  synchronized Optional<Mode> mode(String subject) {
    return Optional.ofNullable(modes.get(subject));
  }

  synchronized Mode globalMode() {
    return globalMode == null ? Mode.READWRITE : globalMode;
  }

  synchronized int highestId() {
    return highestId;
  }

  private void applySchema(String subject, JsonNode key, @Nullable JsonNode value) {
    int version = key.path("version").asInt();
    if (value == null) {
      SortedMap<Integer, SchemaVersion> versions = subjects.get(subject);
      if (versions != null) {
        versions.remove(version);
        if (versions.isEmpty()) {
          subjects.remove(subject);
        }
      }
      return;
    }
    int id = value.path("id").asInt();
    String schema = value.path("schema").asText();
    if (version < 1 || id < 1 || schema.isEmpty()) {
      throw new IllegalArgumentException("No version, id or schema: " + key + " " + value);
    }
    subjects
        .computeIfAbsent(subject, absent -> new TreeMap<>())
        .put(
            version,
            new SchemaVersion(
                subject, version, id, schema, value.path("deleted").asBoolean(false)));
    highestId = Math.max(highestId, id);
  }

  private void applyDeletion(String subject, @Nullable JsonNode value) {
    SortedMap<Integer, SchemaVersion> versions = subjects.get(subject);
    if (value != null && versions != null) {
      int last = value.path("version").asInt();
      versions.replaceAll((version, each) -> version <= last ? each.asDeleted() : each);
    }
  }

  private static String required(@Nullable String subject, LogRecord entry) {
    if (subject == null) {
      throw new IllegalArgumentException("No subject: " + entry.key());
    }
    return subject;
  }

  private static <T> void put(Map<String, T> map, String key, @Nullable T value) {
    if (value == null) {
      map.remove(key);
    } else {
      map.put(key, value);
    }
  }
}
