package io.tapedeck.ingest.kafka;

import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.RecordFormat;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** All market events that are on the tape now, partition after partition, each in its order. */
public final class TapeTicks {
  private final Platform platform;

  public TapeTicks(Platform platform) {
    this.platform = platform;
  }

  /** Takes events. */
  @FunctionalInterface
  public interface Visitor {
    /** The event, its partition, and how many records of how many were read so far. */
    void event(MarketEvent event, int partition, long read, long of);
  }

  /** Visits them all; the instruments of one partition are in one order. */
  public void forEach(String clientId, Visitor visitor) {
    try (TapeReader reader = new TapeReader(platform, clientId)) {
      RecordFormat<MarketEvent> format = platform.formats().of(Topics.MARKET_TICKS);
      long of = reader.size();
      long[] read = {0};
      for (TopicPartition partition : reader.partitions()) {
        Map<TopicPartition, Long> from = new HashMap<>();
        from.put(partition, reader.begin(partition));
        reader.read(
            from,
            record ->
                visitor.event(format.decode(record.value()), record.partition(), ++read[0], of));
      }
    }
  }
}
