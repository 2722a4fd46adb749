package io.tapedeck.ingest.kafka;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEventHandler;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import io.tapedeck.schemas.codec.MarketEventCodec;
import io.tapedeck.schemas.serde.ConfluentFormat;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the end of the tape says about the trades already on it. Looks back further and further
 * until every instrument asked for was met, the beginning is reached, or it is far enough.
 */
final class TapeTail {
  private static final Logger LOG = LoggerFactory.getLogger(TapeTail.class);
  private static final long FIRST_LOOK = 4_096;
  private static final long FURTHEST_LOOK = 1_048_576;

  private final Platform platform;
  private final MarketEventCodec codec = new MarketEventCodec();

  TapeTail(Platform platform) {
    this.platform = platform;
  }

  /** The highest trade id of each instrument met; also checks that the topic is there. */
  Map<String, Long> highestTradeIds(List<String> instruments) {
    try (TapeReader reader = new TapeReader(platform, "tapedeck-ingest-tail")) {
      Map<String, Long> highest = new HashMap<>();
      for (long look = FIRST_LOOK; !instruments.isEmpty(); look *= 8) {
        Map<TopicPartition, Long> from = new HashMap<>();
        boolean whole = true;
        for (TopicPartition partition : reader.partitions()) {
          long begin = reader.begin(partition);
          long start = Math.max(begin, reader.end(partition) - look);
          whole &= start == begin;
          from.put(partition, start);
        }
        ConfluentFormat<MarketEvent> format = platform.formats().confluent(Topics.MARKET_TICKS);
        reader.read(from, record -> take(record, format, highest));
        if (whole || look >= FURTHEST_LOOK || highest.keySet().containsAll(instruments)) {
          break;
        }
      }
      LOG.info("highest trade ids on the tape: {}", highest);
      return highest;
    }
  }

  private void take(
      ConsumerRecord<byte[], byte[]> record,
      ConfluentFormat<MarketEvent> format,
      Map<String, Long> highest) {
    String instrument = new String(record.key(), StandardCharsets.UTF_8);
    try {
      codec.read(format.open(record.value()), new TradeIds(instrument, highest));
    } catch (UnreadableRecordException e) {
      LOG.error(
          "{}-{}@{} cannot be read: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
    }
  }

  private record TradeIds(String instrument, Map<String, Long> highest)
      implements MarketEventHandler {
    @Override
    public void onQuote(
        long eventNanos,
        long receivedNanos,
        long venueId,
        long bidPrice,
        long bidSize,
        long askPrice,
        long askSize) {}

    @Override
    public void onTrade(
        long eventNanos,
        long receivedNanos,
        long venueId,
        long price,
        long size,
        AggressorSide aggressor) {
      if (venueId != MarketEvent.NO_VENUE_ID) {
        highest.merge(instrument, venueId, Math::max);
      }
    }

    @Override
    public void onOther(MarketEvent event) {}
  }
}
