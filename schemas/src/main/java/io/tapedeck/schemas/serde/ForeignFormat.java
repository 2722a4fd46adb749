package io.tapedeck.schemas.serde;

import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import io.tapedeck.schemas.registry.RegistryUnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

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
    Object value = deserialize(bytes);
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

  private @Nullable Object deserialize(byte[] bytes) {
    try {
      return serde.deserializer().deserialize(topic.name(), bytes);
    } catch (SerializationException e) {
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof SocketException
            || cause instanceof SocketTimeoutException
            || cause instanceof UnknownHostException) {
          throw new RegistryUnavailableException(
              "the serde's registry does not answer: " + cause.getMessage(), e);
        }
      }
      throw new UnreadableRecordException("the serde refuses the record: " + e.getMessage(), e);
    }
  }
}
