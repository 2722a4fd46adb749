package io.tapedeck.ingest.kafka;

import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What of a source is on the tape already. Each instrument's rows are there in their order and
 * without a hole, because one producer wrote them to one partition; so the last one says it all.
 */
public final class SourceOnTape {
  private final Map<String, SourceRow> last = new HashMap<>();
  private final Set<Long> refused = new HashSet<>();

  /** Nothing. */
  public SourceOnTape() {}

  /** Reads the tape and the dead letters. */
  public static SourceOnTape of(Platform platform, byte[] source) {
    return of(platform, source, record -> {});
  }

  /** Reads them, and shows every tick's record to a visitor on the way. */
  public static SourceOnTape of(
      Platform platform, byte[] source, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    SourceOnTape found = new SourceOnTape();
    read(
        platform,
        Topics.MARKET_TICKS,
        record -> {
          SourceRow row = row(record, source);
          if (row != null) {
            String instrument = new String(record.key(), StandardCharsets.UTF_8);
            found.last.merge(instrument, row, (a, b) -> b.row() > a.row() ? b : a);
          }
          visitor.accept(record);
        });
    read(
        platform,
        Topics.INGEST_DEAD_LETTERS,
        record -> {
          SourceRow row = row(record, source);
          if (row != null) {
            found.refused.add(row.row());
          }
        });
    return found;
  }

  private static void read(Platform platform, Topic<?> topic, TapeReader.Visitor visitor) {
    try (TapeReader reader = new TapeReader(platform, "tapedeck-history-reader", topic)) {
      Map<TopicPartition, Long> from = new HashMap<>();
      reader.partitions().forEach(partition -> from.put(partition, reader.begin(partition)));
      reader.read(from, visitor);
    }
  }

  private static @Nullable SourceRow row(ConsumerRecord<byte[], byte[]> record, byte[] source) {
    Header header = record.headers().lastHeader(SourceRow.HEADER);
    return header == null ? null : SourceRow.decode(header.value(), source);
  }

  /** Whether a row of an instrument is there. */
  boolean holds(String instrument, long row) {
    SourceRow found = last.get(instrument);
    return found != null && row <= found.row();
  }

  boolean holdsRefused(long row) {
    return refused.contains(row);
  }

  /** The last row of an instrument, or null if there is none. */
  public @Nullable SourceRow last(String instrument) {
    return last.get(instrument);
  }
}
