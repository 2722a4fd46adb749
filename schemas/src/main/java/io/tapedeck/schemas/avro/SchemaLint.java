package io.tapedeck.schemas.avro;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidatorBuilder;

/**
 * The conventions of our schemas, and what Avro's own compatibility check lets pass: a changed
 * decimal scale or time unit reads old bytes as other numbers without a word.
 */
public final class SchemaLint {
  private SchemaLint() {}

  /** Breaches of the conventions within one schema, each with its place and the mend. */
  public static List<String> problems(Schema schema) {
    List<String> problems = new ArrayList<>();
    if (schema.getDoc() == null) {
      problems.add(schema.getFullName() + " has no doc: say what it is");
    }
    if (!schema.getNamespace().matches("io\\.tapedeck\\.[a-z]+\\.v[0-9]+")) {
      problems.add(schema.getFullName() + ": the namespace must be io.tapedeck.<domain>.v<n>");
    }
    if (schema.getType() == Schema.Type.ENUM) {
      if (!schema.getEnumSymbols().get(0).equals("UNKNOWN")
          || !"UNKNOWN".equals(schema.getEnumDefault())) {
        problems.add(schema.getFullName() + " must start with UNKNOWN and have it as default");
      }
    } else if (schema.getType() == Schema.Type.RECORD) {
      schema.getFields().forEach(field -> fieldProblems(schema, field, problems));
    }
    return problems;
  }

  private static void fieldProblems(Schema schema, Schema.Field field, List<String> problems) {
    String place = schema.getFullName() + "." + field.name();
    if (field.doc() == null || field.doc().isBlank()) {
      problems.add(place + " has no doc: give its meaning and unit");
    }
    if (field.schema().isUnion()) {
      List<Schema> types = field.schema().getTypes();
      if (types.size() != 2 || types.get(0).getType() != Schema.Type.NULL) {
        problems.add(place + " must be [\"null\", T]: unions of several types cannot grow");
      }
      if (!field.hasDefaultValue()) {
        problems.add(place + " is optional and needs the default null");
      }
    }
    types(field.schema(), place)
        .forEach(
            (at, type) -> {
              if (type.getLogicalType() instanceof LogicalTypes.Decimal decimal
                  && (decimal.getPrecision() != 38 || decimal.getScale() != 9)) {
                problems.add(at + " must be decimal(38, 9)");
              }
              if (type.getType() == Schema.Type.FLOAT) {
                problems.add(at + " is a float: use double for scores, decimal for money");
              }
            });
  }

  /** Logical types, scales and precisions that changed between two versions. */
  public static List<String> frozen(Schema before, Schema after) {
    Map<String, Schema> old = types(before, before.getFullName());
    Map<String, Schema> now = types(after, after.getFullName());
    List<String> problems = new ArrayList<>();
    old.forEach(
        (place, type) -> {
          Schema other = now.get(place);
          if (other != null && !describe(type).equals(describe(other))) {
            problems.add(
                place
                    + " was "
                    + describe(type)
                    + " and is now "
                    + describe(other)
                    + ": add a new field instead");
          }
        });
    return problems;
  }

  /** Why a schema cannot follow its released versions (full, transitive), if anything. */
  public static List<String> incompatibilities(Schema schema, List<Schema> released) {
    List<String> problems = new ArrayList<>();
    for (Schema before : released) {
      problems.addAll(frozen(before, schema));
    }
    try {
      List<Schema> newestFirst = new ArrayList<>(released);
      java.util.Collections.reverse(newestFirst);
      new SchemaValidatorBuilder().mutualReadStrategy().validateAll().validate(schema, newestFirst);
    } catch (SchemaValidationException e) {
      problems.add(schema.getFullName() + ": " + e.getMessage());
    }
    return problems;
  }

  private static String describe(Schema type) {
    if (type.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return "decimal(" + decimal.getPrecision() + ", " + decimal.getScale() + ")";
    }
    return type.getLogicalType() == null
        ? type.getType().getName()
        : type.getLogicalType().getName();
  }

  /** Primitive types below a schema by their place. */
  private static Map<String, Schema> types(Schema schema, String place) {
    Map<String, Schema> found = new LinkedHashMap<>();
    collect(schema, place, found, 0);
    return found;
  }

  private static void collect(Schema schema, String place, Map<String, Schema> found, int depth) {
    if (depth > 12) {
      return;
    }
    switch (schema.getType()) {
      case RECORD ->
          schema
              .getFields()
              .forEach(f -> collect(f.schema(), place + "." + f.name(), found, depth + 1));
      case ARRAY -> collect(schema.getElementType(), place + "[]", found, depth + 1);
      case MAP -> collect(schema.getValueType(), place + "{}", found, depth + 1);
      case UNION -> schema.getTypes().forEach(type -> collect(type, place, found, depth + 1));
      case NULL, ENUM, FIXED -> {}
      default -> found.put(place, schema);
    }
  }
}
