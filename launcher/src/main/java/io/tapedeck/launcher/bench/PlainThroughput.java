package io.tapedeck.launcher.bench;

import io.tapedeck.runtime.kafka.KafkaClients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The floor: the same bytes produced and consumed at the same time by plain clients, tuned for
 * throughput (large lz4 batches, large fetches), nothing decoded.
 */
final class PlainThroughput {
  /** Tuned for throughput. */
  static final Map<String, ?> PRODUCER =
      Map.of(
          "linger.ms",
          20,
          "batch.size",
          512 * 1024,
          "buffer.memory",
          128L * 1024 * 1024,
          "compression.type",
          "lz4");

  /** Tuned for throughput. */
  static final Map<String, ?> CONSUMER =
      Map.of(
          "isolation.level",
          "read_uncommitted",
          "max.poll.records",
          20_000,
          "fetch.min.bytes",
          64 * 1024,
          "fetch.max.wait.ms",
          50,
          "max.partition.fetch.bytes",
          8 * 1024 * 1024,
          "fetch.max.bytes",
          64 * 1024 * 1024);

  private PlainThroughput() {}

  /**
   * Records a second from the first send to the last record received.
   *
   * @param topic empty, with the partition count of the tape's
   */
  static double measure(KafkaClients kafka, String topic, List<BenchTick> ticks)
      throws ExecutionException, InterruptedException {
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try (Producer<byte[], byte[]> producer = kafka.producer("bench-plain", PRODUCER)) {
      int partitions = producer.partitionsFor(topic).size();
      Future<Long> end = reader.submit(() -> consume(kafka, topic, partitions, ticks.size()));
      Thread.sleep(500); // the consumer has joined and waits
      long begin = System.nanoTime();
      for (BenchTick tick : ticks) {
        var unused = producer.send(new ProducerRecord<>(topic, tick.key(), tick.value()));
      }
      producer.flush();
      return ticks.size() / ((end.get() - begin) / 1e9);
    } finally {
      reader.shutdownNow();
    }
  }

  private static long consume(KafkaClients kafka, String topic, int partitions, long wanted) {
    try (Consumer<byte[], byte[]> consumer = kafka.consumer(null, "bench-plain", CONSUMER)) {
      List<TopicPartition> all =
          java.util.stream.IntStream.range(0, partitions)
              .mapToObj(partition -> new TopicPartition(topic, partition))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      long seen = 0;
      while (seen < wanted) {
        seen += consumer.poll(Duration.ofMillis(100)).count();
      }
      return System.nanoTime();
    }
  }

  /** A record of the tape, encoded. */
  @SuppressWarnings("ArrayRecordComponent") // bytes are sent, never compared
  record BenchTick(byte[] key, byte[] value) {
    BenchTick(String key, byte[] value) {
      this(key.getBytes(StandardCharsets.UTF_8), value);
    }
  }
}
