package io.tapedeck.schemas.serde;

import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.AvroWriter;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Confluent's wire format: a zero byte, the schema id in four bytes, the Avro payload. Records of
 * this build's schema go straight through the codec; others through Avro's schema resolution first.
 *
 * @param <T> domain type
 */
public final class ConfluentFormat<T> implements RecordFormat<T> {
  /** Bytes before the payload. */
  public static final int HEADER = 5;

  private static final int MAGIC = 0;

  private final Topic<T> topic;
  private final SchemaIds ids;
  private final Map<Integer, Resolution> resolutions = new HashMap<>();
  private final AvroWriter out = new AvroWriter();
  private final AvroReader in = new AvroReader();
  private int ownId = -1;

  public ConfluentFormat(Topic<T> topic, SchemaIds ids) {
    this.topic = topic;
    this.ids = ids;
  }

  @Override
  public Topic<T> topic() {
    return topic;
  }

  /** Asks the registry now, so that a schema that is not registered stops the start. */
  public ConfluentFormat<T> prepare() {
    ownId();
    return this;
  }

  private int ownId() {
    if (ownId < 0) {
      ownId = ids.idOf(topic);
    }
    return ownId;
  }

  /** A writer that already holds the header; take its bytes after appending one value. */
  public AvroWriter begin() {
    out.reset().raw(MAGIC);
    out.rawInt(ownId());
    return out;
  }

  @Override
  public byte[] encode(T value) {
    topic.codec().write(begin(), value);
    return out.toBytes();
  }

  /** A reader at the payload in this build's schema; valid until the next call. */
  public AvroReader open(byte[] bytes) {
    int id = header(bytes);
    if (id == ownId()) {
      return in.wrap(bytes, HEADER, bytes.length - HEADER);
    }
    Resolution resolution = resolutions.get(id);
    if (resolution == null) {
      resolution = resolution(id);
      resolutions.put(id, resolution);
    }
    return resolution.same
        ? in.wrap(bytes, HEADER, bytes.length - HEADER)
        : in.wrap(resolution.resolve(bytes, HEADER));
  }

  private Resolution resolution(int id) {
    Schema writer = ids.schemaOf(id);
    Schema reader = topic.codec().schema();
    return new Resolution(writer, reader);
  }

  private int header(byte[] bytes) {
    if (bytes.length < HEADER) {
      throw new UnreadableRecordException(
          bytes.length + " bytes are too few for the wire format's header of " + HEADER);
    }
    if (bytes[0] != MAGIC) {
      throw new UnreadableRecordException(
          "the first byte is " + (bytes[0] & 0xFF) + ", not 0: not in the Confluent wire format");
    }
    return (bytes[1] & 0xFF) << 24
        | (bytes[2] & 0xFF) << 16
        | (bytes[3] & 0xFF) << 8
        | bytes[4] & 0xFF;
  }

  @Override
  public T decode(byte[] bytes) {
    AvroReader reader = open(bytes);
    T value = topic.codec().read(reader);
    reader.end();
    return value;
  }

  @Override
  public byte[] payload(byte[] bytes) {
    AvroReader reader = open(bytes);
    return reader.rest();
  }

  /** The payload bytes as they were written, whatever the schema. */
  public static byte[] writtenPayload(byte[] bytes) {
    return Arrays.copyOfRange(bytes, HEADER, bytes.length);
  }
}
