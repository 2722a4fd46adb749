package io.tapedeck.schemas.serde;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.schemas.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** A mark, and the schemas that an older and a newer build would write it with. */
final class Versions {
  static final Schema OURS = Topics.MARKET_MARKS.codec().schema();
  static final Mark MARK =
      new Mark(
          new InstrumentId("KRAKEN:BTC/USDT"),
          Price.of("59999.9"),
          Price.of("60000.1"),
          Price.of("-0.000000001"),
          1_723_161_254_123_456_789L,
          1_723_161_254_223_456_789L,
          new Coordinates("market-ticks-v1", 3, 77));

  private Versions() {}

  /** Before there was a last price. */
  static Schema older() {
    return without("last", null);
  }

  /** With one more field that this build has never heard of. */
  static Schema newer() {
    Schema union =
        Schema.createUnion(
            Schema.create(Schema.Type.NULL), Schema.createArray(Schema.create(Schema.Type.STRING)));
    return without("", new Schema.Field("tags", union, "new", Schema.Field.NULL_DEFAULT_VALUE));
  }

  private static Schema without(String name, Schema.Field added) {
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : OURS.getFields()) {
      if (!field.name().equals(name)) {
        fields.add(new Schema.Field(field, field.schema()));
      }
    }
    if (added != null) {
      fields.add(1, added);
    }
    return Schema.createRecord(OURS.getName(), OURS.getDoc(), OURS.getNamespace(), false, fields);
  }

  /** The mark as a generic record of a schema. */
  static GenericRecord generic(Schema schema) throws IOException {
    byte[] payload = Topics.MARKET_MARKS.codec().encode(MARK);
    GenericRecord ours =
        (GenericRecord)
            new GenericDatumReader<>(OURS)
                .read(null, DecoderFactory.get().binaryDecoder(payload, null));
    GenericRecordBuilder record = new GenericRecordBuilder(schema);
    for (Schema.Field field : schema.getFields()) {
      record.set(
          field, OURS.getField(field.name()) == null ? List.of("a", "b") : ours.get(field.name()));
    }
    return record.build();
  }

  /** Confluent's wire format, made without any class of ours. */
  static byte[] wire(int id, Schema schema) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<>(schema).write(generic(schema), encoder);
    return framed(id, out.toByteArray());
  }

  static byte[] framed(int id, byte[] payload) {
    return ByteBuffer.allocate(5 + payload.length).put((byte) 0).putInt(id).put(payload).array();
  }
}
