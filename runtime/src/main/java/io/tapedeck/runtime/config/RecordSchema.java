package io.tapedeck.runtime.config;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a record class says about its YAML mapping: keys, types, defaults, constraints. */
final class RecordSchema {
  private static final String MILLISECONDS = "_ms";

  private final List<Field> fields = new ArrayList<>();

  RecordSchema(Class<? extends Record> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      fields.add(new Field(component));
    }
  }

  List<Field> fields() {
    return fields;
  }

  /** Every key a file may use, in declaration order. */
  List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (Field field : fields) {
      keys.add(field.key());
      if (field.textKey() != null) {
        keys.add(field.textKey());
      }
    }
    return keys;
  }

  @Nullable Field field(String key) {
    for (Field field : fields) {
      if (field.key().equals(key) || key.equals(field.textKey())) {
        return field;
      }
    }
    return null;
  }

  static String snakeCase(String camelCase) {
    return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  /** Nearest known key, or null where none is near. */
  static @Nullable String nearest(String unknown, Iterable<String> known) {
    String best = null;
    int bestDistance = Math.max(2, unknown.length() / 3) + 1;
    for (String candidate : known) {
      int distance = distance(unknown.toLowerCase(Locale.ROOT), candidate);
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best;
  }

  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int swap = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(swap, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }

  /** One component. A Duration has two keys: in milliseconds, and as text with a unit. */
  static final class Field {
    private final RecordComponent component;
    private final String key;
    private final @Nullable String textKey;

    Field(RecordComponent component) {
      this.component = component;
      Key named = component.getAnnotation(Key.class);
      String snake = named != null ? named.value() : snakeCase(component.getName());
      boolean duration = component.getType() == Duration.class;
      this.key = duration && !snake.endsWith(MILLISECONDS) ? snake + MILLISECONDS : snake;
      this.textKey = duration && !snake.endsWith(MILLISECONDS) ? snake : null;
    }

    String key() {
      return key;
    }

    @Nullable String textKey() {
      return textKey;
    }

    Class<?> type() {
      return component.getType();
    }

    AnnotatedElement annotations() {
      return component;
    }

    RecordComponent component() {
      return component;
    }

    boolean nullable() {
      return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    @Nullable String defaultText() {
      Default annotation = component.getAnnotation(Default.class);
      return annotation == null ? null : annotation.value();
    }

    /** A nested record without a default of its own takes the defaults of its fields. */
    boolean required() {
      return defaultText() == null && !nullable() && !type().isRecord();
    }

    /** Element type of a list, value type of a map. */
    Class<?> elementType() {
      Type generic = component.getGenericType();
      if (generic instanceof ParameterizedType parameterized) {
        Type[] arguments = parameterized.getActualTypeArguments();
        if (arguments[arguments.length - 1] instanceof Class<?> element) {
          return element;
        }
      }
      throw new IllegalStateException(
          component + ": a config list or map must name a plain element type");
    }
  }

  /** The keys that must be given, dotted, with those of nested records. */
  static List<String> requiredKeys(Class<? extends Record> type) {
    Map<String, Boolean> keys = new LinkedHashMap<>();
    for (Field field : new RecordSchema(type).fields()) {
      if (field.required()) {
        keys.put(field.key(), true);
      } else if (field.type().isRecord() && !field.nullable()) {
        for (String nested : requiredKeys(field.type().asSubclass(Record.class))) {
          keys.put(field.key() + "." + nested, true);
        }
      }
    }
    return List.copyOf(keys.keySet());
  }
}
