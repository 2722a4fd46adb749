package io.tapedeck.signals.kafka;

import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import io.tapedeck.schemas.serde.RecordFormat;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic that every instance reads whole, from its beginning at each start, and hands what
 * it says on; the global store itself stays empty.
 */
final class LatestRecords<T> implements Processor<String, byte[], Void, Void> {
  private static final Logger LOG = LoggerFactory.getLogger("io.tapedeck.signals");

  private final RecordFormat<T> format;
  private final BiConsumer<T, Coordinates> reader;
  private @Nullable ProcessorContext<Void, Void> context;

  LatestRecords(RecordFormat<T> format, BiConsumer<T, Coordinates> reader) {
    this.format = format;
    this.reader = reader;
  }

  @Override
  public void init(ProcessorContext<Void, Void> initContext) {
    context = initContext;
  }

  @Override
  public void process(Record<String, byte[]> record) {
    if (context == null || record.value() == null) {
      return;
    }
    RecordMetadata metadata = context.recordMetadata().orElseThrow();
    Coordinates source = new Coordinates(metadata.topic(), metadata.partition(), metadata.offset());
    T value;
    try {
      value = format.decode(record.value());
    } catch (UnreadableRecordException e) {
      LOG.error(
          "signal_bridge: Parse error: {} cannot be read: {}; strategies do not hear of it",
          source,
          e.getMessage());
      return;
    }
    reader.accept(value, source);
  }
}
