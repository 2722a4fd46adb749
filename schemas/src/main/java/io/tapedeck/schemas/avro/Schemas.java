package io.tapedeck.schemas.avro;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * The Avro schemas of this build by full name, read once from the resources beside this class's
 * module ({@code avro/index.txt} lists the files, named types before their users). Immutable.
 */
public final class Schemas {
  private static final Map<String, Schema> ALL = load();

  private Schemas() {}

  /** The schema of a full name such as {@code io.tapedeck.market.v1.Mark}. */
  public static Schema named(String fullName) {
    Schema schema = ALL.get(fullName);
    if (schema == null) {
      throw new IllegalArgumentException("no schema named " + fullName + " in avro/index.txt");
    }
    return schema;
  }

  /** All named types, in the order of their files. */
  public static Map<String, Schema> all() {
    return ALL;
  }

  private static Map<String, Schema> load() {
    Map<String, Schema> schemas = new LinkedHashMap<>();
    Schema.Parser parser = new Schema.Parser();
    for (String file : resource("index.txt").split("\n", -1)) {
      if (!file.isBlank()) {
        Schema schema = parser.parse(resource(file.strip()));
        schemas.put(schema.getFullName(), schema);
      }
    }
    return java.util.Collections.unmodifiableMap(schemas);
  }

  private static String resource(String name) {
    try (InputStream in = Schemas.class.getResourceAsStream("/avro/" + name)) {
      if (in == null) {
        throw new IllegalStateException("resource avro/" + name + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("resource avro/" + name, e);
    }
  }
}
