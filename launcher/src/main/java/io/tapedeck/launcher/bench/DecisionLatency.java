package io.tapedeck.launcher.bench;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.Quote;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.launcher.Settings;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.kafka.StreamsService;
import io.tapedeck.runtime.lifecycle.Service;
import io.tapedeck.runtime.lifecycle.ServiceRunner;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.RecordFormat;
import io.tapedeck.signals.SignalsApp;
import io.tapedeck.signals.SignalsConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * From a live tick to its intent, as a committed reader sees it: a thousand ticks a second, and a
 * market maker that decides about twenty times a second. Measured between the record times that
 * both clients take from the one clock of the machine.
 */
final class DecisionLatency {
  private static final int TICKS = 15_000;
  private static final int TICKS_A_SECOND = 1_000;
  private static final int SKIPPED = 2_000;
  private static final InstrumentId INSTRUMENT = new InstrumentId("KRAKEN:BENCH/USD");
  private static final String CONFIG =
      """
      signal:
        strategies:
          - name: bench
            account: bench
            type: market_maker
            instruments: ["KRAKEN:BENCH/USD"]
            patience: 1ms
            maker: {orders_per_side: 1, refresh: 50ms, tolerance_bps: 0}
      """;

  private final Platform platform;

  DecisionLatency(Platform platform) {
    this.platform = platform;
  }

  Map<String, Object> measure(Settings settings, String id)
      throws IOException, ExecutionException, InterruptedException {
    Path file = Files.createTempFile("tapedeck-bench", ".yaml");
    Files.writeString(file, CONFIG);
    SignalsConfig config;
    try {
      config =
          new Settings(file, settings.environment(), settings.sets(), settings.loaded())
              .with("signal.application_id=" + id)
              .section(SignalsConfig.class);
    } finally {
      Files.delete(file);
    }
    seedAtEnd(id);
    List<Service> services =
        SignalsApp.services(config, platform).stream()
            .filter(service -> !service.name().equals("signals-offsets"))
            .toList();
    ServiceRunner runner = new ServiceRunner(id, services, Duration.ofSeconds(20));
    runner.start();
    try {
      for (Service service : services) {
        if (service instanceof StreamsService streams
            && !streams.awaitRunning(Duration.ofSeconds(60))) {
          throw new IllegalStateException("signals did not start within a minute");
        }
      }
      return latencies();
    } finally {
      runner.requestStop("measured");
      runner.awaitTermination();
    }
  }

  /** The group begins at the end of the tape: what lies there is not live. */
  private void seedAtEnd(String group) throws ExecutionException, InterruptedException {
    String topic = platform.topic(Topics.MARKET_TICKS);
    try (Admin admin = platform.kafka().admin("bench-seed")) {
      Map<TopicPartition, OffsetAndMetadata> offsets = new LinkedHashMap<>();
      TopicEnds.of(admin, topic).forEach((at, end) -> offsets.put(at, new OffsetAndMetadata(end)));
      admin.alterConsumerGroupOffsets(group, offsets).all().get();
    }
  }

  private Map<String, Object> latencies() throws InterruptedException {
    Histogram millis = new Histogram(60_000, 3);
    String intents = platform.topic(Topics.ORDER_INTENTS);
    Thread ticking;
    try (Consumer<byte[], byte[]> consumer =
        platform.kafka().consumer(null, "bench-intents", Map.of("fetch.max.wait.ms", 5))) {
      List<TopicPartition> all =
          consumer.partitionsFor(intents).stream()
              .map(p -> new TopicPartition(intents, p.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToEnd(all);
      all.forEach(consumer::position);
      ticking = new Thread(this::tick, "bench-ticks");
      ticking.start();
      long begun = System.currentTimeMillis();
      long warm = begun + SKIPPED;
      long end = begun + TICKS * 1_000L / TICKS_A_SECOND;
      while (System.currentTimeMillis() < end) {
        for (var record : consumer.poll(Duration.ofMillis(2))) {
          long now = System.currentTimeMillis();
          if (now > warm) {
            millis.recordValue(Math.max(0, now - record.timestamp()));
          }
        }
      }
    }
    ticking.join();
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("intents", millis.getTotalCount());
    found.put("p50", millis.getValueAtPercentile(50));
    found.put("p99", millis.getValueAtPercentile(99));
    return found;
  }

  private void tick() {
    RecordFormat<MarketEvent> format = platform.formats().of(Topics.MARKET_TICKS);
    byte[] key = INSTRUMENT.value().getBytes(StandardCharsets.UTF_8);
    String topic = platform.topic(Topics.MARKET_TICKS);
    try (Producer<byte[], byte[]> producer =
        platform.kafka().producer("bench-ticks", Map.of("linger.ms", 0))) {
      long due = System.nanoTime();
      for (int i = 0; i < TICKS; i++) {
        due += TimeUnit.SECONDS.toNanos(1) / TICKS_A_SECOND;
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        long now = System.currentTimeMillis();
        long mid = 1_000_000_000_000L + i % 20 * 10_000_000L;
        MarketEvent quote =
            new Quote(
                INSTRUMENT,
                now * 1_000_000,
                now * 1_000_000,
                MarketEvent.NO_VENUE_ID,
                new Price(mid - 100_000_000L),
                new Quantity(1_000_000_000L),
                new Price(mid + 100_000_000L),
                new Quantity(1_000_000_000L));
        var unused =
            producer.send(new ProducerRecord<>(topic, null, now, key, format.encode(quote)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
