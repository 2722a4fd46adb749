package io.tapedeck.runtime.config;

import io.tapedeck.runtime.config.RecordSchema.Field;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the configuration reference from the records themselves. */
public final class ConfigDocs {
  private ConfigDocs() {}

  /** One table per section: key, type, default, constraint, meaning. */
  public static String markdown(Map<String, Class<? extends Record>> sections) {
    StringBuilder text = new StringBuilder();
    sections.forEach(
        (name, type) -> {
          text.append("## ").append(name).append("\n\n");
          text.append("Environment: `").append(variable(name)).append("__<KEY>`\n\n");
          text.append("| key | type | default | constraint | meaning |\n|---|---|---|---|---|\n");
          appendRows(text, name, type);
          text.append('\n');
        });
    return text.toString();
  }

  private static String variable(String section) {
    return Overlay.PREFIX + section.toUpperCase(Locale.ROOT);
  }

  private static void appendRows(StringBuilder text, String path, Class<? extends Record> type) {
    for (Field field : new RecordSchema(type).fields()) {
      String key = path + "." + field.key();
      if (field.type().isRecord()) {
        appendRows(text, key, field.type().asSubclass(Record.class));
        continue;
      }
      boolean ofRecords = isContainer(field) && field.elementType().isRecord();
      text.append(
          String.format(
              "| `%s` | %s | %s | %s | %s |\n",
              key,
              typeName(field),
              defaultOf(field),
              cell(Constraints.describe(field.annotations())),
              cell(docOf(field))));
      if (ofRecords) {
        String each = field.type() == List.class ? key + "[]" : key + ".<name>";
        appendRows(text, each, field.elementType().asSubclass(Record.class));
      }
    }
  }

  private static boolean isContainer(Field field) {
    return field.type() == List.class || field.type() == Map.class;
  }

  private static String typeName(Field field) {
    if (field.type() == List.class) {
      return "list of " + scalarName(field.elementType());
    }
    if (field.type() == Map.class) {
      return "map to " + scalarName(field.elementType());
    }
    return scalarName(field.type());
  }

  private static String scalarName(Class<?> type) {
    if (type.isRecord()) {
      return "mapping";
    }
    return type == Secret.class ? "secret" : ScalarText.expected(type);
  }

  private static String defaultOf(Field field) {
    String text = field.defaultText();
    if (text != null) {
      return text.isEmpty() ? "empty" : "`" + cell(text) + "`";
    }
    return field.nullable() ? "none" : "required";
  }

  private static String docOf(Field field) {
    Doc doc = field.annotations().getAnnotation(Doc.class);
    return doc == null ? "" : doc.value();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
