package io.tapedeck.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.signal.Signal;
import io.tapedeck.domain.signal.StrategyJournalEntry;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.localstack.harness.LocalStack;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.clock.EdgeClock;
import io.tapedeck.runtime.kafka.KafkaClients;
import io.tapedeck.runtime.kafka.OffsetSeeder;
import io.tapedeck.runtime.lifecycle.Service;
import io.tapedeck.runtime.metrics.Metrics;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.registry.RegistrySettings;
import io.tapedeck.schemas.serde.Formats;
import io.tapedeck.schemas.serde.RecordFormat;
import io.tapedeck.signals.core.Models;
import io.tapedeck.signals.core.SignalFold;
import io.tapedeck.signals.kafka.SignalReader;
import io.tapedeck.signals.onnx.OnnxModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalsServiceIT {
  private static final int PARTITIONS = 2;
  private static final int CHUNK = 8_000;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path directory;
  private static LocalStack stack;
  private static Formats formats;
  private static Metrics metrics;
  private static Platform platform;

  @BeforeAll
  static void start() {
    stack = LocalStack.brokerAndRegistry();
    stack.createTopics(
        Topics.ALL.stream().collect(Collectors.toMap(Topic::name, topic -> PARTITIONS)));
    formats = new Formats(RegistrySettings.of(stack.registryUrl()));
    for (Topic<?> topic : Topics.ALL) {
      formats.registry().register(topic.subject(), topic.codec().schema());
    }
    metrics = new Metrics("signals");
    platform =
        new Platform(
            new KafkaClients(Setup.kafka(stack.bootstrapServers(), directory)),
            formats,
            metrics,
            EdgeClock.system());
  }

  @AfterAll
  static void stop() {
    if (metrics != null) {
      metrics.close();
      formats.close();
    }
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void restartsInMidTapeChangeNoSignalAndNoIntent() throws Exception {
    SignalsConfig config = Setup.signals(Setup.TWO_STRATEGIES);
    List<MarketEvent> market = Ticks.market(11, 3 * CHUNK);

    produce(market.subList(0, CHUNK));
    interrupted(config, 1);
    produce(market.subList(CHUNK, 2 * CHUNK));
    delete(directory); // the next start restores from the changelog
    interrupted(config, 2);
    produce(market.subList(2 * CHUNK, 3 * CHUNK));
    List<Service> running = started(config);
    await().atMost(PATIENCE).until(() -> committed(config.applicationId()) == 3 * CHUNK);
    stopped(running);

    SignalsTopologyTest.Recorder replayed = new SignalsTopologyTest.Recorder();
    try (OnnxModel model = OnnxModel.load(config.modelPath())) {
      SignalFold fold = new SignalFold(config.plan(), Models.only(model), replayed);
      List<StrategyJournalEntry> journal = values(Topics.STRATEGY_JOURNAL);
      assertThat(journal).as("one model on two instruments").hasSize(2);
      journal.forEach(fold::journal);
      records(platform, Topics.MARKET_TICKS, SignalsServiceIT::coordinates)
          .forEach((at, bytes) -> fold.tick(at, formats.of(Topics.MARKET_TICKS).decode(bytes)));
      assertThat(fold.pending()).isZero();
    }
    assertSame(Topics.SIGNALS, replayed.signals, Signal::tick, 1);
    assertSame(Topics.ORDER_INTENTS, replayed.intents, OrderIntent::id, 1);
    assertThat(replayed.intents).isNotEmpty();

    // another application on the same tape, with two threads and all of it as one backlog
    SignalsConfig second =
        Setup.signals(
            Setup.TWO_STRATEGIES.replace("signal:", "signal:\n  application_id: two-threads"));
    List<Service> threads =
        started(
            second,
            new Platform(
                new KafkaClients(Setup.kafka(stack.bootstrapServers(), directory, 2)),
                formats,
                metrics,
                EdgeClock.system()));
    await().atMost(PATIENCE).until(() -> committed(second.applicationId()) == 3 * CHUNK);
    stopped(threads);
    assertSame(Topics.SIGNALS, replayed.signals, Signal::tick, 2);
    assertSame(Topics.ORDER_INTENTS, replayed.intents, OrderIntent::id, 2);
  }

  /** What lies on the followed topics before a start is known before the first tick is. */
  @Test
  @Tag("F28")
  void switchedModelIsInUseAgainAfterARestart() throws Exception {
    Path models = Files.createDirectories(directory.resolve("models"));
    ModelFiles.copyOfShipped(models, "first.onnx", "");
    String second = ModelFiles.copyOfShipped(models, "second.onnx", "another").sha256();
    Platform apart =
        new Platform(
            new KafkaClients(Setup.prefixed(stack.bootstrapServers(), directory, "switch-")),
            formats,
            metrics,
            EdgeClock.system());
    stack.createTopics(
        Topics.ALL.stream()
            .collect(Collectors.toMap(topic -> "switch-" + topic.name(), topic -> 1)));
    SignalModels.command(apart, "second.onnx", second, "me", "better");
    SignalsConfig config =
        Setup.signals(
            "signal: {application_id: switched, emit: every_tick, model_path: '"
                + models.resolve("first.onnx")
                + "'}");
    produce(apart, Ticks.market(3, 400));

    List<Service> services = started(config, apart);
    await().atMost(PATIENCE).until(() -> committed(config.applicationId()) == 400);
    stopped(services);

    List<Signal> signals = new ArrayList<>();
    new SignalReader(apart).read(0, Long.MAX_VALUE, (at, offset, signal) -> signals.add(signal));
    assertThat(signals).hasSizeGreaterThan(300);
    assertThat(signals).extracting(Signal::modelSha256).containsOnly(second);
    Map<String, Object> audit =
        SignalModels.audit(models.resolve("first.onnx"), apart, 0, Long.MAX_VALUE, 100);
    assertThat(audit)
        .containsEntry("signals", (long) signals.size())
        .containsEntry("greatest_distance", 0.0);
  }

  /** A kill while a store is deleted or written leaves a folder that cannot be opened. */
  @Test
  @Tag("F16")
  void damagedLocalStateIsRestoredFromTheChangelog() throws Exception {
    Path state = Files.createDirectories(directory.resolve("damaged"));
    Platform apart =
        new Platform(
            new KafkaClients(Setup.prefixed(stack.bootstrapServers(), state, "damaged-")),
            formats,
            metrics,
            EdgeClock.system());
    stack.createTopics(
        Topics.ALL.stream()
            .collect(Collectors.toMap(topic -> "damaged-" + topic.name(), topic -> PARTITIONS)));
    SignalsConfig config = Setup.signals("signal: {application_id: damaged, emit: every_tick}");
    List<MarketEvent> market = Ticks.market(5, 800);
    produce(apart, market.subList(0, 400));
    List<Service> services = started(config, apart);
    await().atMost(PATIENCE).until(() -> committed(config.applicationId()) == 400);
    stopped(services);

    int damaged = 0;
    try (Stream<Path> files = Files.walk(state)) {
      for (Path file :
          files.filter(at -> at.getFileName().toString().startsWith("MANIFEST")).toList()) {
        Files.delete(file);
        damaged++;
      }
    }
    assertThat(damaged).isPositive();
    produce(apart, market.subList(400, 800));
    services = started(config, apart);
    await().atMost(PATIENCE).until(() -> committed(config.applicationId()) == 800);
    stopped(services);

    SignalsTopologyTest.Recorder replayed = new SignalsTopologyTest.Recorder();
    try (OnnxModel model = OnnxModel.load(config.modelPath())) {
      SignalFold fold = new SignalFold(config.plan(), Models.only(model), replayed);
      values(apart, Topics.STRATEGY_JOURNAL).forEach(fold::journal);
      records(apart, Topics.MARKET_TICKS, SignalsServiceIT::coordinates)
          .forEach((at, bytes) -> fold.tick(at, formats.of(Topics.MARKET_TICKS).decode(bytes)));
    }
    List<Signal> live = new ArrayList<>();
    new SignalReader(apart).read(0, Long.MAX_VALUE, (at, offset, signal) -> live.add(signal));
    assertThat(live).isNotEmpty().containsExactlyInAnyOrderElementsOf(replayed.signals);
  }

  @Test
  void seedsOnlyWhereTheGroupHasNoOffset() throws Exception {
    OffsetSeeder seeder = new OffsetSeeder(platform.kafka());
    TopicPartition first = new TopicPartition(Topics.RISK_LIMITS.name(), 0);
    TopicPartition second = new TopicPartition(Topics.RISK_LIMITS.name(), 1);

    assertThat(seeder.seed("seeded", Map.of(first, 7L))).containsOnly(Map.entry(first, 7L));
    assertThat(seeder.seed("seeded", Map.of(first, 9L))).isEmpty();
    assertThat(seeder.seedAtStart("seeded", List.of(Topics.RISK_LIMITS.name())))
        .containsOnly(Map.entry(second, 0L));
    Map<TopicPartition, OffsetAndMetadata> offsets =
        stack.admin().listConsumerGroupOffsets("seeded").partitionsToOffsetAndMetadata().get();
    assertThat(offsets.get(first).offset()).isEqualTo(7);
    assertThat(offsets.get(second).offset()).isZero();
  }

  private static Coordinates coordinates(ConsumerRecord<byte[], byte[]> record) {
    return new Coordinates(record.topic(), record.partition(), record.offset());
  }

  /** Compares the bytes on the topic, where each value must lie so many times, and be the same. */
  private static <T, K> void assertSame(
      Topic<T> topic, List<T> expected, Function<T, K> id, int times) {
    RecordFormat<T> format = formats.of(topic);
    Map<String, byte[]> replayed = new TreeMap<>();
    expected.forEach(value -> replayed.put(id.apply(value).toString(), format.encode(value)));
    Map<String, byte[]> live = new TreeMap<>();
    List<T> values = values(topic);
    for (T value : values) {
      String key = id.apply(value).toString();
      byte[] bytes = format.encode(value);
      assertThat(bytes).as(key).isEqualTo(replayed.get(key));
      live.put(key, bytes);
    }
    assertThat(values).hasSize(times * expected.size());
    assertThat(live.keySet()).isEqualTo(replayed.keySet());
  }

  private static void interrupted(SignalsConfig config, int run) throws Exception {
    List<Service> services = started(config);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> committed(config.applicationId()) > (run - 1) * CHUNK);
    stopped(services);
  }

  private static List<Service> started(SignalsConfig config) throws Exception {
    return started(config, platform);
  }

  private static List<Service> started(SignalsConfig config, Platform on) throws Exception {
    List<Service> services = SignalsApp.services(config, on);
    for (Service service : services) {
      service.start();
    }
    return services;
  }

  private static void stopped(List<Service> services) {
    for (Service service : services) {
      service.stop(Duration.ofSeconds(30));
    }
  }

  private static long committed(String group) throws Exception {
    return stack
        .admin()
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .values()
        .stream()
        .mapToLong(OffsetAndMetadata::offset)
        .sum();
  }

  private static void produce(List<MarketEvent> market) {
    produce(platform, market);
  }

  private static void produce(Platform on, List<MarketEvent> market) {
    RecordFormat<MarketEvent> format = formats.of(Topics.MARKET_TICKS);
    String topic = on.topic(Topics.MARKET_TICKS);
    try (Producer<byte[], byte[]> producer = on.kafka().producer("test-ticks", Map.of())) {
      for (MarketEvent event : market) {
        byte[] key = event.instrument().value().getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, key, format.encode(event)));
      }
    }
  }

  private static <T> List<T> values(Topic<T> topic) {
    return values(platform, topic);
  }

  private static <T> List<T> values(Platform on, Topic<T> topic) {
    RecordFormat<T> format = formats.of(topic);
    List<T> values = new ArrayList<>();
    records(on, topic, SignalsServiceIT::coordinates)
        .forEach((at, bytes) -> values.add(format.decode(bytes)));
    return values;
  }

  private static <K> Map<K, byte[]> records(
      Platform on, Topic<?> topic, Function<ConsumerRecord<byte[], byte[]>, K> key) {
    Map<K, byte[]> records = new LinkedHashMap<>();
    List<TopicPartition> partitions =
        Stream.iterate(0, i -> i + 1)
            .limit(PARTITIONS)
            .map(partition -> new TopicPartition(on.topic(topic), partition))
            .toList();
    try (Consumer<byte[], byte[]> consumer = on.kafka().consumer(null, "test-reader", Map.of())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(at -> consumer.position(at) < ends.get(at))) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(record -> records.put(key.apply(record), record.value()));
      }
    }
    return records;
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(root)) {
          Files.delete(file);
        }
      }
    }
  }
}
