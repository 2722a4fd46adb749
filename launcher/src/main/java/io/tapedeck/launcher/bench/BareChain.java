package io.tapedeck.launcher.bench;

import io.tapedeck.runtime.kafka.CommitOnOutput;
import io.tapedeck.runtime.kafka.KafkaClients;
import io.tapedeck.runtime.kafka.OffsetSeeder;
import io.tapedeck.runtime.kafka.StreamsService;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * What the pipeline's shape costs without the pipeline: two exactly-once Streams hops that only
 * pass on, with the same commit policy, and a consumer that commits one transaction a record as a
 * claim does. Measured from the send to that last commit.
 */
final class BareChain {
  private static final Map<String, ?> CONSUMER = Map.of("auto.offset.reset", "earliest");

  private final KafkaClients kafka;
  private final String first;
  private final String second;
  private final String third;
  private final String last;

  BareChain(KafkaClients kafka, String prefix) {
    this.kafka = kafka;
    this.first = prefix + "-a";
    this.second = prefix + "-b";
    this.third = prefix + "-c";
    this.last = prefix + "-d";
  }

  List<String> topics() {
    return List.of(first, second, third, last);
  }

  /** Latencies in nanoseconds of so many records at a rate a second. */
  Histogram measure(int records, double rate) throws ExecutionException, InterruptedException {
    StreamsService hop1 = hop("bench-hop-1", first, second);
    StreamsService hop2 = hop("bench-hop-2", second, third);
    Histogram nanos = new Histogram(60_000_000_000L, 3);
    AtomicInteger seen = new AtomicInteger();
    Thread claims = new Thread(() -> claim(nanos, seen, records), "bench-claims");
    claims.start();
    hop1.start();
    hop2.start();
    try (Producer<byte[], byte[]> producer = kafka.producer("bench-bare", Map.of("linger.ms", 0))) {
      if (!hop1.awaitRunning(Duration.ofSeconds(60))
          || !hop2.awaitRunning(Duration.ofSeconds(60))) {
        throw new IllegalStateException("the bare chain did not start within a minute");
      }
      long pause = (long) (1e9 / rate);
      long due = System.nanoTime();
      for (int i = 0; i < records; i++) {
        due += pause;
        long wait = due - System.nanoTime();
        if (wait > 0) {
          Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
        }
        byte[] now = ByteBuffer.allocate(8).putLong(System.nanoTime()).array();
        var unused = producer.send(new ProducerRecord<>(first, now, now));
      }
      claims.join(Duration.ofSeconds(60).toMillis());
    } finally {
      hop1.stop(Duration.ofSeconds(10));
      hop2.stop(Duration.ofSeconds(10));
    }
    return nanos;
  }

  private StreamsService hop(String name, String from, String to) throws InterruptedException {
    new OffsetSeeder(kafka).seedAtStart(name, List.of(from));
    Topology topology = new Topology();
    topology.addSource(
        AutoOffsetReset.none(),
        "in",
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        from);
    topology.addProcessor("pass", Pass::new, "in");
    topology.addSink("out", to, new ByteArraySerializer(), new ByteArraySerializer(), "pass");
    Properties settings = kafka.streamsProperties(name, name);
    return new StreamsService(name, topology, settings, streams -> {});
  }

  private static final class Pass implements Processor<byte[], byte[], byte[], byte[]> {
    private @Nullable ProcessorContext<byte[], byte[]> context;
    private @Nullable CommitOnOutput commits;

    @Override
    public void init(ProcessorContext<byte[], byte[]> newContext) {
      context = newContext;
      commits = new CommitOnOutput(newContext);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      if (context != null && commits != null) {
        context.forward(record);
        commits.request(record.timestamp());
      }
    }
  }

  private void claim(Histogram nanos, AtomicInteger seen, int wanted) {
    try (Producer<byte[], byte[]> producer =
            kafka.transactionalProducer("bench-claims", "bench-claims");
        Consumer<byte[], byte[]> consumer =
            kafka.consumer("bench-claims", "bench-claims", CONSUMER)) {
      producer.initTransactions();
      consumer.subscribe(List.of(third));
      while (seen.get() < wanted) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(5))) {
          producer.beginTransaction();
          var unused = producer.send(new ProducerRecord<>(last, record.key(), record.value()));
          producer.sendOffsetsToTransaction(
              Map.of(
                  new TopicPartition(record.topic(), record.partition()),
                  new OffsetAndMetadata(record.offset() + 1)),
              consumer.groupMetadata());
          producer.commitTransaction();
          nanos.recordValue(System.nanoTime() - ByteBuffer.wrap(record.value()).getLong());
          seen.incrementAndGet();
        }
      }
    }
  }
}
