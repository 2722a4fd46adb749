package io.tapedeck.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * The copies of released schemas that are kept in {@code schemas/released/SUBJECT/VERSION.avsc}.
 */
final class ReleasedSchemas {
  private ReleasedSchemas() {}

  static List<Schema> of(String subject) throws IOException {
    Path folder = Path.of("released", subject);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().map(ReleasedSchemas::parse).toList();
    }
  }

  /** Keeps a schema as the next version, unless the newest is the same. */
  static void add(String subject, Schema schema) throws IOException {
    List<Schema> before = of(subject);
    if (before.isEmpty() || !before.get(before.size() - 1).equals(schema)) {
      Path folder = Files.createDirectories(Path.of("released", subject));
      Files.writeString(
          folder.resolve((before.size() + 1) + ".avsc"),
          org.apache.avro.SchemaFormatter.format("json/pretty", schema) + "\n");
    }
  }

  private static Schema parse(Path file) {
    try {
      return new Schema.Parser().parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
