package io.tapedeck.schemas.codec;

import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.AvroWriter;
import io.tapedeck.schemas.avro.Schemas;
import org.apache.avro.Schema;

/**
 * Writes and reads one record type in the binary encoding of its schema. Stateless, thread-safe.
 *
 * @param <T> the domain type
 */
public interface Codec<T> {
  /** Full name of the record's schema, such as {@code io.tapedeck.market.v1.Mark}. */
  String schemaName();

  /** Appends a value. */
  void write(AvroWriter out, T value);

  /**
   * Reads a value that was written with exactly {@link #schema}.
   *
   * @throws io.tapedeck.schemas.avro.UnreadableRecordException if the bytes are no such value
   */
  T read(AvroReader in);

  /** The record's schema in this build. */
  default Schema schema() {
    return Schemas.named(schemaName());
  }

  /** The encoding of a value, without a wire-format header. */
  default byte[] encode(T value) {
    AvroWriter out = new AvroWriter();
    write(out, value);
    return out.toBytes();
  }

  /** The value of a whole array without a wire-format header. */
  default T decode(byte[] bytes) {
    AvroReader in = new AvroReader().wrap(bytes);
    T value = read(in);
    in.end();
    return value;
  }
}
