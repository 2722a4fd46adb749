package io.tapedeck.schemas.serde;

import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.serialization.Serde;

/**
 * Values through somebody else's Kafka {@link Serde} of Avro generic records, such as Confluent's
 * own, named in the config.
 *
 * @param <T> domain type
 */
public final class ForeignFormat<T> implements RecordFormat<T> {
  private final Topic<T> topic;
  private final Serde<Object> serde;

  public ForeignFormat(Topic<T> topic, Serde<Object> serde) {
    this.topic = topic;
    this.serde = serde;
  }

  @Override
  public Topic<T> topic() {
    return topic;
  }

  @Override
  public byte[] encode(T value) {
    byte[] payload = topic.codec().encode(value);
    try {
      Object generic =
          new GenericDatumReader<>(topic.codec().schema())
              .read(null, DecoderFactory.get().binaryDecoder(payload, null));
      return serde.serializer().serialize(topic.name(), generic);
    } catch (IOException e) {
      throw new IllegalStateException("the codec of " + topic.name() + " writes its own schema", e);
    }
  }

  @Override
  public T decode(byte[] bytes) {
    return topic.codec().decode(payload(bytes));
  }

  @Override
  public byte[] payload(byte[] bytes) {
    Object value = serde.deserializer().deserialize(topic.name(), bytes);
    if (!(value instanceof GenericContainer generic)) {
      throw new UnreadableRecordException(
          "the serde gave "
              + (value == null ? "null" : value.getClass().getName())
              + " where an Avro generic record was wanted");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
      new GenericDatumWriter<>(generic.getSchema()).write(generic, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UnreadableRecordException("the serde's record does not match its schema", e);
    }
    Resolution resolution = new Resolution(generic.getSchema(), topic.codec().schema());
    return resolution.same ? out.toByteArray() : resolution.resolve(out.toByteArray(), 0);
  }
}
