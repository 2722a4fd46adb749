package io.tapedeck.runtime.config;

import io.tapedeck.runtime.config.ConfigNode.Entry;
import io.tapedeck.runtime.config.ConfigNode.Mapping;
import io.tapedeck.runtime.config.ConfigNode.Scalar;
import io.tapedeck.runtime.config.RecordSchema.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lays environment variables and --set arguments over the file's tree. A variable {@code
 * TAPEDECK_<SECTION>__<KEY>} sets one key, two underscores separate levels.
 */
final class Overlay {
  static final String PREFIX = "TAPEDECK_";
  private static final String LEVEL = "__";

  private final Mapping root;
  private final Map<String, Class<? extends Record>> sections;
  private final List<ConfigProblem> problems;

  Overlay(
      Mapping root, Map<String, Class<? extends Record>> sections, List<ConfigProblem> problems) {
    this.root = root;
    this.sections = sections;
    this.problems = problems;
  }

  void environment(Map<String, String> variables) {
    for (Map.Entry<String, String> variable : new TreeMap<>(variables).entrySet()) {
      String name = variable.getKey();
      if (name.startsWith(PREFIX) && name.contains(LEVEL)) {
        String path = name.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
        Origin origin = Origin.environment(name);
        // The value is literal: a credential may contain "${".
        String literal = variable.getValue().replace("${", "$${");
        put(Arrays.asList(path.split(LEVEL, -1)), literal, origin);
      }
    }
  }

  void sets(List<String> arguments) {
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String path = equals < 0 ? argument : argument.substring(0, equals);
      Origin origin = Origin.set(path);
      if (equals <= 0) {
        problems.add(new ConfigProblem(origin, "", "expected --set section.key=value"));
      } else {
        put(Arrays.asList(path.split("\\.", -1)), argument.substring(equals + 1), origin);
      }
    }
  }

  private void put(List<String> path, String value, Origin origin) {
    Mapping mapping = root;
    List<String> keys = keysOf(path);
    for (String key : keys.subList(0, keys.size() - 1)) {
      Entry entry = mapping.entries().get(key);
      boolean empty =
          entry == null || (entry.value() instanceof Scalar scalar && scalar.text() == null);
      if (empty) {
        entry = new Entry(origin, Mapping.empty(origin));
        mapping.entries().put(key, entry);
      }
      if (entry == null || !(entry.value() instanceof Mapping next)) {
        // The binder reports the file's wrong type; this value has no place to go.
        return;
      }
      mapping = next;
    }
    String last = keys.get(keys.size() - 1);
    mapping.entries().put(last, new Entry(origin, new Scalar(origin, value, false)));
  }

  /** Within a map of texts the rest of the path is one key: Kafka's own keys have dots. */
  private List<String> keysOf(List<String> path) {
    @Nullable Class<?> type = sections.get(path.get(0));
    List<String> keys = new ArrayList<>();
    keys.add(path.get(0));
    for (int i = 1; i < path.size(); i++) {
      keys.add(path.get(i));
      Field field =
          type != null && type.isRecord()
              ? new RecordSchema(type.asSubclass(Record.class)).field(path.get(i))
              : null;
      type = null;
      if (field != null && field.type() == Map.class && i + 1 < path.size()) {
        if (!field.elementType().isRecord()) {
          keys.add(String.join(".", path.subList(i + 1, path.size())));
          return keys;
        }
        keys.add(path.get(++i));
        type = field.elementType();
      } else if (field != null) {
        type = field.type();
      }
    }
    return keys;
  }
}
