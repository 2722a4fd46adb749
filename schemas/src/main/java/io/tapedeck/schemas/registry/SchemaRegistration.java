package io.tapedeck.schemas.registry;

import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings the catalogue's schemas to a registry, or tells why it would not take them. */
public final class SchemaRegistration {
  /** Old and new readers read old and new records, over all versions. */
  public static final String COMPATIBILITY = "FULL_TRANSITIVE";

  private final RegistryClient registry;

  public SchemaRegistration(RegistryClient registry) {
    this.registry = registry;
  }

  /**
   * Registers each topic's schema, compatibility level first.
   *
   * @return id by subject
   * @throws RegistryException if the registry refuses one; those before it are registered
   */
  public Map<String, Integer> register() {
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (Topic<?> topic : Topics.ALL) {
      if (!registry.compatibility(topic.subject()).equals(COMPATIBILITY)) {
        registry.setCompatibility(topic.subject(), COMPATIBILITY);
      }
      ids.put(topic.subject(), registry.register(topic.subject(), topic.codec().schema()));
    }
    return ids;
  }

  /** What stands against each subject's schema; empty if nothing does. */
  public Map<String, List<String>> check() {
    Map<String, List<String>> problems = new LinkedHashMap<>();
    for (Topic<?> topic : Topics.ALL) {
      List<String> reasons = registry.incompatibilities(topic.subject(), topic.codec().schema());
      if (!reasons.isEmpty()) {
        problems.put(topic.subject(), reasons);
      }
    }
    return problems;
  }
}
