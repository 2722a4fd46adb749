package io.tapedeck.runtime.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A configuration without problems. Immutable. */
public final class LoadedConfig {
  private final Map<String, Record> sections;
  private final Map<String, Origin> origins;

  LoadedConfig(Map<String, Record> sections, Map<String, Origin> origins) {
    this.sections = Collections.unmodifiableMap(new LinkedHashMap<>(sections));
    this.origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
  }

  /**
   * The section bound to this record type.
   *
   * @throws IllegalArgumentException if the loader knows none, or several, of this type
   */
  public <T extends Record> T section(Class<T> type) {
    Record found = null;
    for (Record section : sections.values()) {
      if (type.isInstance(section)) {
        if (found != null) {
          throw new IllegalArgumentException(
              "Several config sections are a " + type.getSimpleName() + "; ask by name");
        }
        found = section;
      }
    }
    if (found == null) {
      throw new IllegalArgumentException("No config section is a " + type.getSimpleName());
    }
    return type.cast(found);
  }

  /**
   * The section of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public <T extends Record> T section(String name, Class<T> type) {
    Record section = sections.get(name);
    if (section == null) {
      throw new IllegalArgumentException("No config section " + name);
    }
    return type.cast(section);
  }

  /** Where each key's value came from, by dotted path. */
  public Map<String, Origin> origins() {
    return origins;
  }

  /** All values in force as YAML, credentials masked. */
  public String maskedYaml() {
    return MaskedYaml.of(sections);
  }
}
