package io.tapedeck.ingest.kafka;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.FeedStatusChange;
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

  /**
   * Tells the writer the trades at the tape's end; also checks that the topic is there.
   *
   * @return when the last market event of each instrument met was received
   */
  Map<String, Long> learn(List<String> instruments, TapeWriter writer) {
    try (TapeReader reader = new TapeReader(platform, "tapedeck-ingest-tail")) {
      Seen seen = new Seen(writer);
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
        reader.read(from, record -> take(record, format, seen));
        if (whole || look >= FURTHEST_LOOK || seen.received.keySet().containsAll(instruments)) {
          if (!whole) {
            seen.lowest.forEach(writer::knownUpTo);
          }
          break;
        }
      }
      LOG.info("instruments at the tape's end: {}", seen.received.keySet());
      return seen.received;
    }
  }

  private void take(
      ConsumerRecord<byte[], byte[]> record, ConfluentFormat<MarketEvent> format, Seen seen) {
    String instrument = new String(record.key(), StandardCharsets.UTF_8);
    try {
      codec.read(format.open(record.value()), seen.of(instrument));
    } catch (UnreadableRecordException e) {
      LOG.error(
          "{}-{}@{} cannot be read: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
    }
  }

  /** What was met, of the instrument whose record is being read. */
  private static final class Seen implements MarketEventHandler {
    private final TapeWriter writer;
    private final Map<String, Long> received = new HashMap<>();
    private final Map<String, Long> lowest = new HashMap<>();
    private String instrument = "";

    Seen(TapeWriter writer) {
      this.writer = writer;
    }

    Seen of(String key) {
      instrument = key;
      return this;
    }

    @Override
    public void onQuote(
        long eventNanos,
        long receivedNanos,
        long venueId,
        long bidPrice,
        long bidSize,
        long askPrice,
        long askSize) {
      received.put(instrument, receivedNanos);
    }

    @Override
    public void onTrade(
        long eventNanos,
        long receivedNanos,
        long venueId,
        long price,
        long size,
        AggressorSide aggressor) {
      received.put(instrument, receivedNanos);
      if (venueId != MarketEvent.NO_VENUE_ID) {
        writer.known(instrument, venueId, eventNanos, price, size);
        lowest.merge(instrument, venueId, Math::min);
      }
    }

    @Override
    public void onOther(MarketEvent event) {
      if (!(event instanceof FeedStatusChange)) {
        received.put(instrument, event.receivedNanos());
      }
    }
  }
}
