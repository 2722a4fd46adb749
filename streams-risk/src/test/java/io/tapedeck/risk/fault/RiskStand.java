package io.tapedeck.risk.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent.ClockTicked;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.localstack.broker.EmbeddedBroker;
import io.tapedeck.localstack.process.ChildJvm;
import io.tapedeck.localstack.process.ChildSpec;
import io.tapedeck.localstack.registry.EmbeddedRegistry;
import io.tapedeck.risk.Given;
import io.tapedeck.risk.core.ChainHash;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.clock.EdgeClock;
import io.tapedeck.runtime.config.ConfigLoader;
import io.tapedeck.runtime.kafka.KafkaClients;
import io.tapedeck.runtime.kafka.KafkaConfig;
import io.tapedeck.runtime.kafka.TopicProvisioner;
import io.tapedeck.runtime.metrics.Metrics;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.registry.RegistrySettings;
import io.tapedeck.schemas.registry.SchemaRegistration;
import io.tapedeck.schemas.serde.Formats;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Topics of one test on a shared broker, told apart by a prefix, and the risk processes that work
 * on them. Sessions and transactions time out soon, so that a take-over takes seconds.
 */
final class RiskStand implements AutoCloseable {
  static final int PARTITIONS = 3;
  private static final String EVERYONE = "*";
  private static final Duration READY_WITHIN = Duration.ofSeconds(90);

  private final Broker broker;
  private final Path folder;
  private final String prefix;
  private final Platform platform;
  private final Producer<byte[], byte[]> producer;
  private final List<ChildJvm> children = new ArrayList<>();
  private final Admin admin;
  private final TapeJudge judge;
  private long markOffset;

  /** Broker and registry of a test class. */
  record Broker(EmbeddedBroker kafka, EmbeddedRegistry registry) implements AutoCloseable {
    static Broker in(Path folder) {
      EmbeddedBroker kafka =
          EmbeddedBroker.in(folder)
              .setting("group.min.session.timeout.ms", "500")
              .jvmOption("-XX:TieredStopAtLevel=1")
              .start();
      return new Broker(kafka, EmbeddedRegistry.in(folder, kafka.bootstrapServers()).start());
    }

    @Override
    public void close() {
      registry.close();
      kafka.close();
    }
  }

  RiskStand(Broker broker, Path folder, String prefix) throws Exception {
    this.broker = broker;
    this.folder = folder.resolve(prefix);
    this.prefix = prefix + "-";
    platform = platform("test");
    admin = platform.kafka().admin();
    new TopicProvisioner(platform.kafka().config(), admin).create(PARTITIONS);
    new SchemaRegistration(platform.formats().registry()).register();
    producer = platform.kafka().producer("test", Map.of("delivery.timeout.ms", 120_000));
    judge = new TapeJudge(platform);
  }

  Platform platform() {
    return platform;
  }

  private Platform platform(String state) {
    return platform(
        broker.kafka.bootstrapServers(),
        broker.registry.url(),
        prefix,
        folder.resolve(state).toString(),
        "0");
  }

  static Platform platform(
      String bootstrap, String registry, String prefix, String state, String instance) {
    KafkaConfig kafka =
        new ConfigLoader(Map.of("kafka", KafkaConfig.class))
            .loadText(
                "test",
                String.join(
                    "\n",
                    "kafka:",
                    "  bootstrap_servers: " + bootstrap,
                    "  topic_prefix: " + prefix,
                    "  state_dir: " + state,
                    "  instance: '" + instance + "'",
                    "  transaction_timeout_ms: 3s",
                    "  consumer: {session.timeout.ms: '2000', heartbeat.interval.ms: '300'}",
                    "  producer: {delivery.timeout.ms: '2500', request.timeout.ms: '2000'}",
                    ""),
                Map.of(),
                List.of())
            .section(KafkaConfig.class);
    return new Platform(
        new KafkaClients(kafka),
        new Formats(RegistrySettings.of(registry)),
        new Metrics("risk"),
        EdgeClock.system());
  }

  /** A process of an application that decides when this returns. */
  ChildJvm start(String application, String instance) throws Exception {
    return start(application, instance, "state-" + application + "-" + instance);
  }

  ChildJvm start(String application, String instance, String state) throws Exception {
    ChildJvm child = ChildJvm.start(spec(application, instance, state));
    children.add(child);
    return child;
  }

  Path stateDir(String application, String instance) {
    return folder.resolve("state-" + application + "-" + instance);
  }

  /** What the process said. */
  Path log(String application, String instance) {
    return folder.resolve(application + "-" + instance + ".log");
  }

  private ChildSpec spec(String application, String instance, String state) throws Exception {
    Files.createDirectories(folder);
    Properties given = new Properties();
    given.setProperty("bootstrap", broker.kafka.bootstrapServers());
    given.setProperty("registry", broker.registry.url());
    given.setProperty("prefix", prefix);
    given.setProperty("state", folder.resolve(state).toString());
    given.setProperty("application", prefix + application); // groups are the broker's
    given.setProperty("instance", instance);
    Path file = folder.resolve(application + "-" + instance + ".properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      given.store(writer, null);
    }
    return new ChildSpec(
        application + "-" + instance,
        RiskChild.class.getName(),
        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        file,
        folder,
        READY_WITHIN,
        false);
  }

  <T> Future<RecordMetadata> send(Topic<T> topic, String key, T value) {
    return bytes(topic, null, key, platform.formats().of(topic).encode(value));
  }

  Future<RecordMetadata> bytes(Topic<?> topic, Integer partition, String key, byte[] value) {
    return producer.send(
        new ProducerRecord<>(
            platform.topic(topic), partition, key == null ? null : key.getBytes(UTF_8), value));
  }

  void flush() {
    producer.flush();
  }

  /** An intent of any account. */
  Future<RecordMetadata> intent(String account, OrderIntent intent) {
    return send(Topics.ORDER_INTENTS, account, of(account, intent));
  }

  /** The other account's twin of one of {@link Given}'s. */
  static OrderIntent of(String account, OrderIntent intent) {
    return new OrderIntent(
        intent.id(),
        new AccountId(account),
        intent.strategy(),
        intent.instrument(),
        intent.action(),
        intent.eventNanos(),
        intent.receivedNanos(),
        intent.expiresNanos(),
        intent.evidence());
  }

  /** The next mark of the instrument; its tick's offset is its number. */
  long mark(String price) {
    Price at = Price.of(price);
    long offset = ++markOffset;
    send(
        Topics.MARKET_MARKS,
        Given.BTC.value(),
        new Mark(
            Given.BTC,
            at,
            at,
            at,
            Given.T0 + offset,
            Given.T0 + offset,
            new Coordinates(Topics.MARKET_TICKS.name(), 0, offset)));
    return offset;
  }

  void limits(long version, Map<String, String> values) {
    send(Topics.RISK_LIMITS, "*", Given.limits(version, values));
  }

  /** Into every partition, as the console writes it. */
  void everyone(String id, ControlAction action) throws Exception {
    ControlCommand command =
        new ControlCommand(id, null, action, null, "tester", "a test", 1_000_000L);
    byte[] bytes = platform.formats().of(Topics.CONTROL_COMMANDS).encode(command);
    for (int partition = 0; partition < PARTITIONS; partition++) {
      bytes(Topics.CONTROL_COMMANDS, partition, EVERYONE, bytes).get();
    }
  }

  /** An entry of partition 0 with a chain hash that is none. */
  ProducerRecord<byte[], byte[]> journalRecord(long seq) {
    JournalEntry entry = new JournalEntry(seq, null, 0, null, Given.T0, new ClockTicked("revalue"));
    byte[] value = platform.formats().of(Topics.RISK_JOURNAL).encode(entry);
    Headers headers = new RecordHeaders().add(ChainHash.HEADER, new byte[32]);
    return new ProducerRecord<>(
        platform.topic(Topics.RISK_JOURNAL), 0, null, EVERYONE.getBytes(UTF_8), value, headers);
  }

  /** Waits until an application has committed all that lies on its inputs. */
  void settled(String application) throws Exception {
    producer.flush();
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (!committed(prefix + application).equals(ends())) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            application + " is at " + committed(prefix + application) + " of " + ends());
      }
      Thread.sleep(50);
    }
  }

  private Map<TopicPartition, Long> ends() throws Exception {
    Map<TopicPartition, OffsetSpec> inputs = new HashMap<>();
    for (Topic<?> topic :
        List.of(Topics.ORDER_INTENTS, Topics.ORDER_EVENTS, Topics.CONTROL_COMMANDS)) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        inputs.put(new TopicPartition(platform.topic(topic), partition), OffsetSpec.latest());
      }
    }
    Map<TopicPartition, Long> ends = new TreeMap<>(Comparator.comparing(Object::toString));
    admin.listOffsets(inputs).all().get().forEach((at, end) -> ends.put(at, end.offset()));
    return ends;
  }

  private Map<TopicPartition, Long> committed(String group) throws Exception {
    Map<TopicPartition, Long> offsets = new TreeMap<>(Comparator.comparing(Object::toString));
    admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .forEach((at, offset) -> offsets.put(at, offset == null ? -1 : offset.offset()));
    return offsets;
  }

  /** Decisions so far, transaction markers among them: it grows when something is decided. */
  long decided() throws Exception {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      ends.put(
          new TopicPartition(platform.topic(Topics.RISK_DECISIONS), partition),
          OffsetSpec.latest());
    }
    return admin.listOffsets(ends).all().get().values().stream().mapToLong(r -> r.offset()).sum();
  }

  TopicPartition changelog(String application, int partition) {
    return new TopicPartition(prefix + application + "-risk-state-changelog", partition);
  }

  /** Puts another value under a key of a changelog; returns the one that was there. */
  byte[] replaceInStore(TopicPartition changelog, String key, byte[] value) throws Exception {
    byte[] before = null;
    try (var consumer = platform.kafka().consumer(null, "test-changelog", Map.of())) {
      consumer.assign(List.of(changelog));
      consumer.seekToBeginning(List.of(changelog));
      long end = consumer.endOffsets(List.of(changelog)).get(changelog);
      while (consumer.position(changelog) < end) {
        for (var record : consumer.poll(Duration.ofMillis(50))) {
          if (key.equals(new String(record.key(), UTF_8))) {
            before = record.value();
          }
        }
      }
    }
    producer
        .send(
            new ProducerRecord<>(
                changelog.topic(), changelog.partition(), key.getBytes(UTF_8), value))
        .get();
    return before;
  }

  byte[] encodedIntent(String account, String id) {
    return platform.formats().of(Topics.ORDER_INTENTS).encode(of(account, small(id)));
  }

  static OrderIntent small(String id) {
    return Given.market(id, Side.BUY, "0.0001", Given.T0);
  }

  TapeJudge judge() {
    return judge;
  }

  @Override
  public void close() {
    children.stream()
        .filter(ChildJvm::isAlive)
        .collect(Collectors.toList())
        .forEach(ChildJvm::kill);
    judge.close();
    admin.close();
    producer.close();
    platform.formats().close();
    platform.metrics().close();
  }
}
