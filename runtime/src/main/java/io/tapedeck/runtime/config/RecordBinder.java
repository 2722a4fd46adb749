package io.tapedeck.runtime.config;

import io.tapedeck.runtime.config.ConfigNode.Entry;
import io.tapedeck.runtime.config.ConfigNode.Mapping;
import io.tapedeck.runtime.config.ConfigNode.Scalar;
import io.tapedeck.runtime.config.ConfigNode.Sequence;
import io.tapedeck.runtime.config.RecordSchema.Field;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Binds mappings to records and collects everything that is wrong on the way. */
final class RecordBinder {
  private final ScalarBinder scalars;
  private final List<ConfigProblem> problems;
  private final Map<String, Origin> origins;
  private final boolean reportMissing;

  RecordBinder(
      Substitution substitution,
      List<ConfigProblem> problems,
      Map<String, Origin> origins,
      boolean reportMissing) {
    this.scalars = new ScalarBinder(substitution, problems);
    this.problems = problems;
    this.origins = origins;
    this.reportMissing = reportMissing;
  }

  /** The record, or null when something in it is wrong (and was reported). */
  <R extends Record> @Nullable R bind(Class<R> type, Mapping mapping, String path) {
    RecordSchema schema = new RecordSchema(type);
    reportUnknown(schema, mapping, path);
    List<Field> fields = schema.fields();
    @Nullable Object[] arguments = new @Nullable Object[fields.size()];
    boolean good = true;
    for (int i = 0; i < arguments.length; i++) {
      Bound bound = bindField(fields.get(i), mapping, path);
      arguments[i] = bound.value();
      good &= bound.good();
    }
    if (!good) {
      return null;
    }
    R made = construct(type, arguments, mapping, path);
    return made != null && holds(made, mapping, path) ? made : null;
  }

  private void reportUnknown(RecordSchema schema, Mapping mapping, String path) {
    for (Map.Entry<String, Entry> entry : mapping.entries().entrySet()) {
      String key = entry.getKey();
      if (schema.field(key) == null) {
        report(entry.getValue().keyOrigin(), join(path, key), unknown(key, schema.keys()));
      }
    }
  }

  static String unknown(String key, List<String> known) {
    if (key.equals("<<")) {
      return "merge keys are not supported; write the keys out";
    }
    String nearest = RecordSchema.nearest(key, known);
    String suggestion = nearest == null ? "" : "; did you mean \"" + nearest + "\"?";
    return "unknown key \"" + key + "\"" + suggestion + " Known keys: " + String.join(", ", known);
  }

  private Bound bindField(Field field, Mapping mapping, String path) {
    Entry entry = entryOf(field, mapping, path);
    String fieldPath = join(path, field.key());
    if (entry == null) {
      return bindAbsent(field, mapping, fieldPath);
    }
    origins.put(fieldPath, entry.value().origin());
    if (entry.value() instanceof Scalar scalar && scalar.damaged()) {
      return Bound.BAD;
    }
    Bound bound = bindValue(field, entry.value(), fieldPath);
    return checked(field, bound, entry.value().origin(), fieldPath);
  }

  private @Nullable Entry entryOf(Field field, Mapping mapping, String path) {
    Entry byKey = mapping.entries().get(field.key());
    Entry byText = field.textKey() == null ? null : mapping.entries().get(field.textKey());
    if (byKey == null || byText == null) {
      return byKey == null ? byText : byKey;
    }
    int order = byKey.keyOrigin().layer().compareTo(byText.keyOrigin().layer());
    if (order == 0) {
      report(
          byText.keyOrigin(),
          join(path, String.valueOf(field.textKey())),
          "given together with \"" + field.key() + "\"; keep one of them");
    }
    return order >= 0 ? byKey : byText;
  }

  private Bound bindAbsent(Field field, Mapping mapping, String path) {
    String defaultText = field.defaultText();
    if (defaultText != null) {
      origins.put(path, Origin.OF_DEFAULT);
      Scalar node = new Scalar(Origin.OF_DEFAULT, defaultText, false);
      return checked(field, bindValue(field, node, path), Origin.OF_DEFAULT, path);
    }
    if (field.nullable()) {
      return new Bound(null, true);
    }
    if (field.type().isRecord()) {
      Mapping nothing = Mapping.empty(mapping.origin());
      Object nested = bind(field.type().asSubclass(Record.class), nothing, path);
      return new Bound(nested, nested != null);
    }
    if (reportMissing) {
      report(mapping.origin(), path, "Missing required config field: " + path);
    }
    return Bound.BAD;
  }

  private Bound bindValue(Field field, ConfigNode node, String path) {
    if (node instanceof Scalar scalar && scalar.text() == null && field.nullable()) {
      return new Bound(null, true);
    }
    Class<?> type = field.type();
    if (type == List.class) {
      return bindList(field, node, path);
    }
    if (type == Map.class) {
      return bindMap(field, node, path);
    }
    return bindElement(type, field.nullable(), node, path);
  }

  private Bound bindElement(Class<?> type, boolean nullable, ConfigNode node, String path) {
    if (!type.isRecord()) {
      return scalars.bind(type, nullable, node, path);
    }
    if (node instanceof Mapping mapping) {
      Object bound = bind(type.asSubclass(Record.class), mapping, path);
      return new Bound(bound, bound != null);
    }
    report(node.origin(), path, "wrong type: expected a mapping, found " + node.describe());
    return Bound.BAD;
  }

  private Bound bindList(Field field, ConfigNode node, String path) {
    List<ConfigNode> items;
    if (node instanceof Sequence sequence) {
      items = sequence.items();
    } else if (node instanceof Scalar scalar
        && scalar.text() != null
        && scalar.origin().layer() != Origin.Layer.FILE) {
      items = scalars.split(scalar, path);
    } else {
      report(node.origin(), path, "wrong type: expected a list, found " + node.describe());
      return Bound.BAD;
    }
    List<Object> values = new ArrayList<>();
    boolean good = true;
    for (int i = 0; i < items.size(); i++) {
      Bound bound = bindElement(field.elementType(), false, items.get(i), path + "[" + i + "]");
      good &= bound.good();
      if (bound.value() != null) {
        values.add(bound.value());
      }
    }
    return good ? new Bound(Collections.unmodifiableList(values), true) : Bound.BAD;
  }

  private Bound bindMap(Field field, ConfigNode node, String path) {
    if (node instanceof Scalar scalar && "".equals(scalar.text())) {
      return new Bound(Map.of(), true);
    }
    if (!(node instanceof Mapping mapping)) {
      report(node.origin(), path, "wrong type: expected a mapping, found " + node.describe());
      return Bound.BAD;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    boolean good = true;
    for (Map.Entry<String, Entry> entry : mapping.entries().entrySet()) {
      String entryPath = join(path, entry.getKey());
      ConfigNode value = entry.getValue().value();
      origins.put(entryPath, value.origin());
      Bound bound = bindElement(field.elementType(), false, value, entryPath);
      good &= bound.good();
      if (bound.value() != null) {
        values.put(entry.getKey(), bound.value());
      }
    }
    return good ? new Bound(Collections.unmodifiableMap(values), true) : Bound.BAD;
  }

  private Bound checked(Field field, Bound bound, Origin origin, String path) {
    Object value = bound.value();
    if (!bound.good() || value == null) {
      return bound;
    }
    List<String> broken = Constraints.broken(field.annotations(), value);
    for (String message : broken) {
      report(origin, path, message);
    }
    return broken.isEmpty() ? bound : Bound.BAD;
  }

  private <R extends Record> @Nullable R construct(
      Class<R> type, @Nullable Object[] arguments, Mapping mapping, String path) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        report(mapping.origin(), path, String.valueOf(refused.getMessage()));
        return null;
      }
      throw new IllegalStateException("Config record " + type.getName() + " failed", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Config record " + type.getName() + " cannot be made", e);
    }
  }

  private boolean holds(Record made, Mapping mapping, String path) {
    if (!(made instanceof Validated validated)) {
      return true;
    }
    Problems broken = new Problems(path, key -> originOf(mapping, path, key));
    validated.validate(broken);
    problems.addAll(broken.found());
    return broken.found().isEmpty();
  }

  private Origin originOf(Mapping mapping, String path, String key) {
    Origin known = origins.get(join(path, key));
    return known == null || known.layer() == Origin.Layer.DEFAULT ? mapping.origin() : known;
  }

  private void report(Origin origin, String path, String message) {
    problems.add(new ConfigProblem(origin, path, message));
  }

  static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** A bound value; {@code good} is false when a problem was reported for it. */
  record Bound(@Nullable Object value, boolean good) {
    static final Bound BAD = new Bound(null, false);
  }
}
