package io.tapedeck.schemas.serde;

import io.tapedeck.schemas.avro.UnreadableRecordException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Turns a payload of another schema version into one of ours, by Avro's schema resolution. */
final class Resolution {
  final boolean same;
  private final GenericDatumReader<Object> reader;
  private final GenericDatumWriter<Object> writer;
  private final Schema from;

  Resolution(Schema from, Schema to) {
    this.from = from;
    this.same = from.equals(to);
    this.reader = new GenericDatumReader<>(from, to);
    this.writer = new GenericDatumWriter<>(to);
  }

  byte[] resolve(byte[] bytes, int offset) {
    try {
      BinaryDecoder decoder =
          DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, null);
      Object value = reader.read(null, decoder);
      if (!decoder.isEnd()) {
        throw new UnreadableRecordException(
            "bytes left over after the record of schema " + from.getFullName());
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 64);
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
      writer.write(value, encoder);
      encoder.flush();
      return out.toByteArray();
    } catch (IOException
        | AvroRuntimeException
        | IndexOutOfBoundsException
        | UnsupportedOperationException e) { // the last is Avro's answer to absurd lengths
      throw new UnreadableRecordException(
          "a record of schema "
              + from.getFullName()
              + " does not resolve to this build's: "
              + e.getMessage(),
          e);
    }
  }
}
