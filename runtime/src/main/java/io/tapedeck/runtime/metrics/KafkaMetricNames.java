package io.tapedeck.runtime.metrics;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka client and Streams metrics that are published; everything else the clients know (about
 * 390 names) is dropped. Prometheus names are these with underscores and a unit or {@code _total}.
 */
public enum KafkaMetricNames {
  RECORDS_LAG("kafka.consumer.fetch.manager.records.lag", "records behind the end, per partition"),
  RECORDS_LAG_MAX("kafka.consumer.fetch.manager.records.lag.max", "largest lag of this consumer"),
  RECORDS_LEAD_MIN(
      "kafka.consumer.fetch.manager.records.lead.min", "records before retention overtakes"),
  RECORDS_CONSUMED(
      "kafka.consumer.fetch.manager.records.consumed.total", "records read, per topic"),
  BYTES_CONSUMED("kafka.consumer.fetch.manager.bytes.consumed.total", "bytes read, per topic"),
  FETCH_LATENCY("kafka.consumer.fetch.manager.fetch.latency.avg", "mean fetch time, ms"),
  LAST_REBALANCE(
      "kafka.consumer.coordinator.last.rebalance.seconds.ago", "time since the last rebalance"),
  REBALANCES("kafka.consumer.coordinator.rebalance.total", "rebalances"),
  FAILED_REBALANCES("kafka.consumer.coordinator.failed.rebalance.total", "failed rebalances"),
  ASSIGNED_PARTITIONS("kafka.consumer.coordinator.assigned.partitions", "partitions held"),
  TIME_BETWEEN_POLLS("kafka.consumer.time.between.poll.max", "longest pause between polls, ms"),
  CONSUMER_CONNECTIONS("kafka.consumer.connection.count", "open connections of the consumer"),
  CONSUMER_AUTH_FAILURES(
      "kafka.consumer.failed.authentication.total", "failed authentications of the consumer"),
  RECORDS_SENT("kafka.producer.record.send.total", "records sent"),
  RECORD_ERRORS("kafka.producer.record.error.total", "records that could not be sent"),
  RECORD_RETRIES("kafka.producer.record.retry.total", "sends tried again"),
  REQUEST_LATENCY("kafka.producer.request.latency.avg", "mean produce request time, ms"),
  BATCH_SIZE("kafka.producer.batch.size.avg", "mean batch, bytes"),
  COMPRESSION("kafka.producer.compression.rate.avg", "compressed size over plain size"),
  TXN_COMMIT_TIME("kafka.producer.txn.commit.time.ns.total", "time spent committing, ns"),
  TXN_SEND_OFFSETS_TIME(
      "kafka.producer.txn.send.offsets.time.ns.total", "time spent adding offsets, ns"),
  PRODUCER_CONNECTIONS("kafka.producer.connection.count", "open connections of the producer"),
  PRODUCER_AUTH_FAILURES(
      "kafka.producer.failed.authentication.total", "failed authentications of the producer"),
  CLIENT_STATE("kafka.stream.client.state", "state of the Streams client; 2 is running"),
  ALIVE_THREADS("kafka.stream.alive.stream.threads", "living stream threads"),
  FAILED_THREADS("kafka.stream.failed.stream.threads", "stream threads that died"),
  THREAD_PROCESS("kafka.stream.thread.process.total", "records processed, per thread"),
  THREAD_PROCESS_LATENCY("kafka.stream.thread.process.latency.avg", "mean processing time, ms"),
  THREAD_POLL_LATENCY("kafka.stream.thread.poll.latency.avg", "mean poll time, ms"),
  THREAD_COMMIT("kafka.stream.thread.commit.total", "commits, per thread"),
  THREAD_COMMIT_LATENCY("kafka.stream.thread.commit.latency.avg", "mean commit time, ms"),
  THREAD_COMMIT_LATENCY_MAX("kafka.stream.thread.commit.latency.max", "longest commit, ms"),
  DROPPED_RECORDS("kafka.stream.task.dropped.records.total", "records dropped; must stay 0"),
  RESTORE_REMAINING("kafka.stream.task.restore.remaining.records.total", "records left to restore"),
  E2E_LATENCY_AVG(
      "kafka.stream.processor.node.record.e2e.latency.avg", "mean record age at a node, ms"),
  E2E_LATENCY_MAX(
      "kafka.stream.processor.node.record.e2e.latency.max", "largest record age at a node, ms");

  private static final Map<String, KafkaMetricNames> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(KafkaMetricNames::meterName, Function.identity()));

  private final String meterName;
  private final String meaning;

  KafkaMetricNames(String meterName, String meaning) {
    this.meterName = meterName;
    this.meaning = meaning;
  }

  /** Micrometer's name. */
  public String meterName() {
    return meterName;
  }

  /** One line for the documentation, with the unit. */
  public String meaning() {
    return meaning;
  }

  static boolean isPublished(@Nullable String meterName) {
    return meterName != null && BY_NAME.containsKey(meterName);
  }
}
