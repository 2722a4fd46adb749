package io.tapedeck.risk.fault;

import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.registry.RegistryClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Intents as producers of later builds would write them, their schemas registered. */
final class EvolvedIntents {
  private static final String SUBJECT = Topics.ORDER_INTENTS.subject();

  private final RegistryClient registry;

  EvolvedIntents(RegistryClient registry) {
    this.registry = registry;
  }

  private static String own() {
    return Topics.ORDER_INTENTS.codec().schema().toString();
  }

  /** One more optional field, set. */
  byte[] withAnotherField(String account, String id) {
    Schema newer =
        parsed(
            own()
                .replaceFirst(
                    "]}$",
                    ",{\"name\":\"desk\",\"type\":[\"null\",\"string\"],\"doc\":\"whose\",\"default\":null}]}"));
    GenericRecord record = intent(account, id, newer);
    record.put("desk", "the third from the left");
    return encoded(newer, record);
  }

  /** A symbol that this build does not know. */
  byte[] ofAnUnknownSide(String account, String id) {
    Schema newer = parsed(own().replace("\"BUY\",\"SELL\"", "\"BUY\",\"SELL\",\"HOLD\""));
    GenericRecord record = intent(account, id, newer);
    GenericRecord submit = (GenericRecord) ((GenericRecord) record.get("action")).get("submit");
    Schema side = submit.getSchema().getField("side").schema();
    submit.put("side", new GenericData.EnumSymbol(side, "HOLD"));
    return encoded(newer, record);
  }

  /** A field without a default: older readers and writers could not do with it. */
  void registerOneWithoutDefault() {
    registry.register(
        SUBJECT,
        parsed(
            own()
                .replaceFirst(
                    "]}$", ",{\"name\":\"desk\",\"type\":\"string\",\"doc\":\"whose\"}]}")));
  }

  /** An alias helps the newer reader; readers of this build do not know the new name. */
  void registerOneWithARenamedField() {
    registry.register(
        SUBJECT,
        parsed(
            own()
                .replace(
                    "\"name\":\"strategy\"",
                    "\"name\":\"strategyName\",\"aliases\":[\"strategy\"]")));
  }

  private static Schema parsed(String text) {
    return new Schema.Parser().parse(text);
  }

  private static GenericRecord intent(String account, String id, Schema as) {
    byte[] own = Topics.ORDER_INTENTS.codec().encode(RiskStand.of(account, RiskStand.small(id)));
    try {
      return new GenericDatumReader<GenericRecord>(Topics.ORDER_INTENTS.codec().schema(), as)
          .read(null, DecoderFactory.get().binaryDecoder(own, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] encoded(Schema schema, GenericRecord record) {
    int id = registry.register(SUBJECT, schema);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
    try {
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
      new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
