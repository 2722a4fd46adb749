package io.tapedeck.ingest.venue;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tapedeck.domain.market.MarketEvent.Quote;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.ingest.RecordedTicks;
import io.tapedeck.ingest.venue.kraken.KrakenSession;
import io.tapedeck.ingest.venue.kraken.KrakenSubscriptions;
import io.tapedeck.runtime.clock.EdgeClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FeedWorkerTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RecordedTicks tape = new RecordedTicks();
  private final EdgeClock clock = EdgeClock.system();

  private FeedWorker worker(FeedQueue queue) throws InterruptedException {
    FeedProtocol protocol =
        new KrakenSession(
            new KrakenSubscriptions(List.of("BTC/USD"), List.of("ticker", "trade"), 10, true),
            true,
            meters);
    queue.put(FeedSignal.opened(1, clock.epochNanos(), "ws://x", text -> {}));
    return new FeedWorker(
        queue,
        protocol,
        new FeedMonitor.Settings(
            Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(1)),
        tape,
        Map::of,
        Duration.ofMillis(200),
        clock,
        meters);
  }

  private static FeedSignal frame(String json, long receivedNanos) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return FeedSignal.frame(1, 0, bytes, 0, bytes.length, receivedNanos, text -> {});
  }

  private static String quote(long bidSize) {
    return "{\"channel\":\"ticker\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"bid\":1.5,"
        + "\"bid_qty\":"
        + bidSize
        + ",\"ask\":2,\"ask_qty\":1}]}";
  }

  private static String trade(long id) {
    return "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"side\":\"buy\","
        + "\"price\":1,\"qty\":1,\"trade_id\":"
        + id
        + ",\"timestamp\":\"2024-05-27T12:43:11.7Z\"}]}";
  }

  @Test
  @Tag("A15")
  void aFrameThatTookTooLongIsWarnedAboutOnceASecond() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(FeedWorker.class);
    logger.addAppender(log);
    try {
      FeedQueue queue = new FeedQueue(64, FeedQueue.Policy.BLOCK);
      FeedWorker worker = worker(queue);
      queue.put(frame(trade(1), clock.epochNanos()));
      worker.doWork();
      assertThat(log.list).isEmpty();
      queue.put(frame(trade(2), clock.epochNanos() - 250_000_000L));
      queue.put(frame(trade(3), clock.epochNanos() - 250_000_000L));
      worker.doWork();

      assertThat(log.list)
          .singleElement()
          .satisfies(
              event ->
                  assertThat(event.getFormattedMessage())
                      .matches("market_data: Message processing latency high: 2[5-9][0-9]ms"));
    } finally {
      logger.detachAppender(log);
    }
  }

  @Test
  @Tag("A70")
  void aFullQueueIsConflatedOnlyWhereTheConfigSaysSoAndTradesNever() throws Exception {
    for (FeedQueue.Policy policy : FeedQueue.Policy.values()) {
      tape.events.clear();
      FeedQueue queue = new FeedQueue(2_048, policy);
      FeedWorker worker = worker(queue);
      for (int i = 1; i <= 1_200; i++) {
        queue.put(frame(i % 100 == 0 ? trade(i / 100) : quote(i), clock.epochNanos()));
      }
      while (queue.depth() > 0) {
        worker.doWork();
      }

      assertThat(tape.all(Trade.class)).hasSize(12);
      int quotes = tape.all(Quote.class).size();
      if (policy == FeedQueue.Policy.BLOCK) {
        assertThat(quotes).isEqualTo(1_188);
      } else {
        assertThat(quotes).isBetween(10, 800);
        assertThat(meters.counter("market_data_quotes_conflated_total").count())
            .isEqualTo(1_188.0 - quotes);
      }
    }
  }
}
