package io.tapedeck.localstack.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.localstack.process.LocalStackException;
import io.tapedeck.localstack.process.PortTakenException;
import io.tapedeck.localstack.process.Ports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
  private static final TopicPartition TAPE = new TopicPartition("tape", 0);

  @TempDir Path directory;

  @Test
  void keepsDataAndPortOverRestartAndKill() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.in(directory).start()) {
      String address = broker.bootstrapServers();
      createTopic(broker);
      write(broker, "one");

      broker.restart();
      write(broker, "two");
      long pid = broker.pid();
      broker.kill();
      assertThat(broker.isRunning()).isFalse();
      broker.start();
      write(broker, "three");

      assertThat(broker.pid()).isNotEqualTo(pid);
      assertThat(broker.bootstrapServers()).isEqualTo(address);
      assertThat(read(broker, 3)).containsExactly("one", "two", "three");
    }
    try (EmbeddedBroker later = EmbeddedBroker.in(directory).start()) {
      assertThat(read(later, 3)).containsExactly("one", "two", "three");
    }
  }

  @Test
  void servesTransactionsOfVersionTwoAndHidesAborted() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.in(directory).start()) {
      createTopic(broker);
      Map<String, Object> transactional =
          Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "t");
      try (KafkaProducer<String, String> producer =
          new KafkaProducer<>(transactional, new StringSerializer(), new StringSerializer())) {
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(TAPE.topic(), "aborted"));
        producer.abortTransaction();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(TAPE.topic(), "committed"));
        producer.commitTransaction();
      }

      assertThat(read(broker, 1)).containsExactly("committed");
      try (Admin admin = admin(broker)) {
        assertThat(admin.describeFeatures().featureMetadata().get().finalizedFeatures())
            .hasEntrySatisfying(
                "transaction.version", v -> assertThat(v.maxVersionLevel()).isEqualTo((short) 2));
      }
    }
  }

  @Test
  void namesTheOwnerOfTakenPort() throws Exception {
    try (ServerSocket other =
        new ServerSocket(Ports.free(), 1, InetAddress.getByName(Ports.LOOPBACK))) {
      EmbeddedBroker broker = EmbeddedBroker.in(directory).port(other.getLocalPort()).build();

      assertThatThrownBy(broker::start)
          .isInstanceOf(PortTakenException.class)
          .hasMessageContaining("Port " + other.getLocalPort())
          .hasMessageContaining("pid " + ProcessHandle.current().pid())
          .hasMessageContaining("java");
    }
  }

  @Test
  void refusesSecondBrokerOnTheSameDirectory() {
    try (EmbeddedBroker broker = EmbeddedBroker.in(directory).start()) {
      assertThatThrownBy(() -> EmbeddedBroker.in(directory).start())
          .isInstanceOf(LocalStackException.class)
          .hasMessageContaining("already running as pid " + broker.pid());
    }
  }

  @Test
  void saysWhatTheBrokerSaidWhenItDoesNotStart() {
    assertThatThrownBy(
            () -> EmbeddedBroker.in(directory).setting("log.segment.bytes", "some").start())
        .isInstanceOf(LocalStackException.class)
        .hasMessageContaining("ended while starting")
        .hasMessageContaining("log.segment.bytes");
  }

  @Test
  void answersNothingWhilePausedAndEverythingAfter() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.in(directory).start()) {
      createTopic(broker);
      try (KafkaProducer<String, String> producer = producer(broker)) {
        producer.send(new ProducerRecord<>(TAPE.topic(), "before")).get();

        broker.pause();
        Future<RecordMetadata> pending =
            producer.send(new ProducerRecord<>(TAPE.topic(), "during"));
        assertThatThrownBy(() -> pending.get(2, TimeUnit.SECONDS))
            .isInstanceOf(TimeoutException.class);
        broker.resume();

        assertThat(pending.get(60, TimeUnit.SECONDS).offset()).isEqualTo(1);
      }
      broker.pause();
    } // a paused broker can be closed, too
  }

  @Test
  void detachedBrokerIsFoundAgain() {
    EmbeddedBroker first = EmbeddedBroker.in(directory).detached(true).start();
    EmbeddedBroker second = EmbeddedBroker.in(directory).build();
    try {
      assertThat(second.attach()).isTrue();
      assertThat(second.pid()).isEqualTo(first.pid());
      assertThat(second.bootstrapServers()).isEqualTo(first.bootstrapServers());
    } finally {
      second.stop();
    }
    assertThat(first.isRunning()).isFalse();
    assertThat(EmbeddedBroker.in(directory).build().attach()).isFalse();
  }

  @Test
  void endsWithTheProcessThatStartedIt() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                BrokerParent.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("parent.out").toFile())
            .start();
    Path started = directory.resolve("started");
    long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
    while (!Files.exists(started) && parent.isAlive() && System.nanoTime() < deadline) {
      Thread.sleep(50);
    }
    ProcessHandle broker =
        ProcessHandle.of(Long.parseLong(Files.readString(started).trim())).orElseThrow();
    assertThat(broker.isAlive()).isTrue();

    parent.destroyForcibly().waitFor();

    broker.onExit().get(60, TimeUnit.SECONDS);
  }

  private static void createTopic(EmbeddedBroker broker) throws Exception {
    try (Admin admin = admin(broker)) {
      admin.createTopics(List.of(new NewTopic(TAPE.topic(), 1, (short) 1))).all().get();
    }
  }

  private static Admin admin(EmbeddedBroker broker) {
    return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  private static KafkaProducer<String, String> producer(EmbeddedBroker broker) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", broker.bootstrapServers()),
        new StringSerializer(),
        new StringSerializer());
  }

  private static void write(EmbeddedBroker broker, String value)
      throws ExecutionException, InterruptedException {
    try (KafkaProducer<String, String> producer = producer(broker)) {
      producer.send(new ProducerRecord<>(TAPE.topic(), value)).get();
    }
  }

  private static List<String> read(EmbeddedBroker broker, int count) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "isolation.level",
                "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(TAPE));
      consumer.seekToBeginning(List.of(TAPE));
      long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (values.size() < count && System.nanoTime() < deadline) {
        for (ConsumerRecord<String, String> entry : consumer.poll(Duration.ofMillis(200))) {
          values.add(entry.value());
        }
      }
    }
    return values;
  }
}
