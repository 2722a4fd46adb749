package io.tapedeck.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import io.tapedeck.schemas.serde.Formats;
import io.tapedeck.schemas.serde.SchemaIds;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Topics exported to a folder: one file of JSON lines a topic. The first line names topic,
 * partition count and the writer schemas by id, so that the file can be read without a registry;
 * each further line is a record: {@code p} partition, {@code o} offset, {@code t} time, {@code k}
 * key text, {@code h} headers and {@code v} value in base64.
 */
public final class ExportedTape implements Tape {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

  /**
   * Opens a folder.
   *
   * @throws IllegalArgumentException if it holds no exported topics
   */
  public ExportedTape(Path folder) {
    this.folder = folder;
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("no such folder of exported topics: " + folder);
    }
  }

  /** Writes the records of a topic into a folder and returns how many there were. */
  public static long write(Path folder, Topic<?> topic, Tape from, SchemaLookup schemas) {
    Path file = file(folder, topic);
    int partitions = from.partitions(topic);
    long count = 0;
    try {
      Files.createDirectories(folder);
      ObjectNode head = JSON.createObjectNode().put("topic", topic.name());
      head.put("partitions", partitions);
      ObjectNode known = head.putObject("schemas");
      Path body = Files.createTempFile(folder, topic.name(), ".part");
      try (BufferedWriter out = Files.newBufferedWriter(body)) {
        for (int partition = 0; partition < partitions; partition++) {
          try (Records records = from.records(topic, partition)) {
            while (records.hasNext()) {
              TapeRecord record = records.next();
              addSchema(known, record, schemas);
              out.write(line(record));
              out.newLine();
              count++;
            }
          }
        }
      }
      try (BufferedWriter out = Files.newBufferedWriter(file);
          BufferedReader in = Files.newBufferedReader(body)) {
        out.write(head.toString());
        out.newLine();
        in.transferTo(out);
      }
      Files.delete(body);
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot export " + topic.name() + " to " + file, e);
    }
  }

  /** The schema of an id, from the registry. */
  @FunctionalInterface
  public interface SchemaLookup {
    Schema byId(int id);
  }

  private static Path file(Path folder, Topic<?> topic) {
    return folder.resolve(topic.name() + ".jsonl");
  }

  private static void addSchema(ObjectNode known, TapeRecord record, SchemaLookup schemas) {
    byte[] value = record.value();
    if (value == null || value.length < 5 || value[0] != 0) {
      return;
    }
    int id =
        (value[1] & 0xFF) << 24
            | (value[2] & 0xFF) << 16
            | (value[3] & 0xFF) << 8
            | value[4] & 0xFF;
    String key = Integer.toString(id);
    if (!known.has(key)) {
      known.put(key, schemas.byId(id).toString());
    }
  }

  private static String line(TapeRecord record) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("p", record.at().partition())
            .put("o", record.at().offset())
            .put("t", record.timestamp());
    byte[] key = record.key();
    if (key != null) {
      node.put("k", Base64.getEncoder().encodeToString(key));
    }
    ObjectNode headers = node.putObject("h");
    record.headers().forEach((name, value) -> headers.put(name, value));
    byte[] value = record.value();
    if (value != null) {
      node.put("v", value);
    }
    return node.toString();
  }

  @Override
  public int partitions(Topic<?> topic) {
    try (Lines lines = new Lines(topic, -1)) {
      return lines.partitions;
    }
  }

  @Override
  public Records records(Topic<?> topic, int partition) {
    return new Lines(topic, partition);
  }

  @Override
  public Formats formats() {
    return new Formats(
        new SchemaIds() {
          @Override
          public int idOf(Topic<?> topic) {
            for (Map.Entry<Integer, Schema> known : schemas.entrySet()) {
              if (known.getValue().equals(topic.codec().schema())) {
                return known.getKey();
              }
            }
            return 0; // written by another build: every record goes through resolution
          }

          @Override
          public Schema schemaOf(int id) {
            Schema schema = schemas.get(id);
            if (schema == null) {
              throw new UnreadableRecordException("schema id " + id + " is not in " + folder);
            }
            return schema;
          }
        });
  }

  @Override
  public void close() {}

  private final class Lines implements Records {
    private final Path file;
    private final BufferedReader in;
    private final int partition;
    private final String topic;
    private final int partitions;
    private long number = 1;
    private @Nullable TapeRecord next;

    Lines(Topic<?> topic, int partition) {
      this.topic = topic.name();
      this.file = file(folder, topic);
      this.partition = partition;
      try {
        in = Files.newBufferedReader(file);
        String first = in.readLine();
        JsonNode head = JSON.readTree(first == null ? "{}" : first);
        partitions = head.path("partitions").asInt();
        for (Map.Entry<String, JsonNode> schema : head.path("schemas").properties()) {
          schemas.computeIfAbsent(
              Integer.valueOf(schema.getKey()),
              id -> new Schema.Parser().parse(schema.getValue().asText()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }

    @Override
    public boolean hasNext() {
      try {
        while (next == null) {
          String line = in.readLine();
          if (line == null) {
            return false;
          }
          number++;
          JsonNode node = JSON.readTree(line);
          if (node.path("p").asInt() == partition) {
            next = record(node);
          }
        }
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException(file + " line " + number + " is no record", e);
      }
    }

    private TapeRecord record(JsonNode node) throws IOException {
      Map<String, byte[]> headers = new HashMap<>();
      for (Map.Entry<String, JsonNode> header : node.path("h").properties()) {
        headers.put(header.getKey(), header.getValue().binaryValue());
      }
      return new TapeRecord(
          new Coordinates(topic, node.path("p").asInt(), node.path("o").asLong()),
          node.path("t").asLong(),
          node.has("k") ? node.get("k").binaryValue() : null,
          node.has("v") ? node.get("v").binaryValue() : null,
          headers);
    }

    @Override
    public TapeRecord next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException(file + " has no more records of " + partition);
      }
      TapeRecord record = next;
      next = null;
      return record;
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot close " + file, e);
      }
    }
  }
}
