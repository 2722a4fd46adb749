package io.tapedeck.replay.proof;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.replay.Anchors;
import io.tapedeck.replay.StateSnapshots;
import io.tapedeck.replay.TapeRecord;
import io.tapedeck.replay.Verification.Difference;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.lifecycle.Role;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves the risk journal while it grows, beside the service that writes it:
 *
 * <ol>
 *   <li>reads journal and decisions of every partition, committed records only
 *   <li>folds each entry once its decisions are there, and compares
 *   <li>notes an anchor every so many entries and keeps a snapshot, outside of the topics, as long
 *       as nothing differs
 *   <li>counts and logs a difference; its partition gets no further anchors or snapshots, so that a
 *       restart finds it again
 * </ol>
 *
 * It commits nothing and writes to no topic. A restart goes on from the newest snapshots.
 */
final class ShadowVerifier implements Role {
  private static final Logger LOG = LoggerFactory.getLogger("io.tapedeck.verifier");
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int SNAPSHOTS_KEPT = 3;
  private static final int WAITING_AT_MOST = 20_000;

  private final VerifierConfig config;
  private final Platform platform;
  private final Counter entries;
  private final Counter decisions;
  private final Counter differences;
  private final AtomicLong lag = new AtomicLong();
  private final AtomicLong stopped = new AtomicLong();
  private final Map<Integer, PartitionVerifier> verifiers = new TreeMap<>();
  private @Nullable Consumer<byte[], byte[]> consumer;

  ShadowVerifier(VerifierConfig config, Platform platform) {
    this.config = config;
    this.platform = platform;
    MeterRegistry meters = platform.meters();
    entries = meters.counter("tapedeck_verifier_entries_total");
    decisions = meters.counter("tapedeck_verifier_decisions_total");
    differences = meters.counter("tapedeck_verifier_differences_total");
    meters.gauge("tapedeck_verifier_lag_entries", lag);
    meters.gauge("tapedeck_verifier_stopped_partitions", stopped);
  }

  @Override
  public String roleName() {
    return "verifier";
  }

  @Override
  public void onStart() {
    Consumer<byte[], byte[]> created =
        platform.kafka().consumer(null, "tapedeck-verifier", Map.of("max.poll.records", 2_000));
    consumer = created;
    Anchors anchors = new Anchors(config.folder().resolve("anchors"));
    StateSnapshots snapshots =
        new StateSnapshots(config.folder().resolve("snapshots"), SNAPSHOTS_KEPT);
    int partitions = created.partitionsFor(platform.topic(Topics.RISK_JOURNAL)).size();
    List<TopicPartition> all = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      verifiers.put(
          partition,
          new PartitionVerifier(
              partition,
              platform,
              new PartitionVerifier.Kept(config, anchors, snapshots),
              this::differs));
      all.add(of(Topics.RISK_JOURNAL, partition));
      all.add(of(Topics.RISK_DECISIONS, partition));
    }
    created.assign(all);
    verifiers.forEach(
        (partition, verifier) -> {
          created.seek(of(Topics.RISK_JOURNAL, partition), verifier.nextEntry());
          created.seek(of(Topics.RISK_DECISIONS, partition), verifier.nextDecision());
        });
    LOG.info("verifier: proving {} partitions, anchors in {}", partitions, config.folder());
  }

  private TopicPartition of(Topic<?> topic, int partition) {
    return new TopicPartition(platform.topic(topic), partition);
  }

  private void differs(Difference found) {
    differences.increment();
    LOG.error(
        "verifier: the risk journal does not replay: {}. Run 'tapedeck replay verify' and keep the"
            + " topics as they are",
        found);
  }

  @Override
  public int doWork() {
    Consumer<byte[], byte[]> reading = consumer;
    if (reading == null) {
      throw new IllegalStateException("work before the start");
    }
    try {
      String journal = platform.topic(Topics.RISK_JOURNAL);
      for (ConsumerRecord<byte[], byte[]> record : reading.poll(POLL)) {
        PartitionVerifier verifier = verifiers.get(record.partition());
        if (verifier != null) {
          verifier.arrived(TapeRecord.of(record), record.topic().equals(journal));
        }
      }
    } catch (OffsetOutOfRangeException e) {
      e.offsetOutOfRangePartitions().forEach((at, offset) -> gone(reading, at, offset));
    } catch (WakeupException e) {
      return 0; // asked to stop
    }
    return advance(reading);
  }

  private int advance(Consumer<byte[], byte[]> reading) {
    int done = 0;
    long behind = 0;
    for (Map.Entry<Integer, PartitionVerifier> each : verifiers.entrySet()) {
      PartitionVerifier verifier = each.getValue();
      TopicPartition journal = of(Topics.RISK_JOURNAL, each.getKey());
      TopicPartition decided = of(Topics.RISK_DECISIONS, each.getKey());
      OptionalLong unread = reading.currentLag(journal);
      OptionalLong undecided = reading.currentLag(decided);
      boolean all = unread.orElse(1) == 0 && undecided.orElse(1) == 0;
      PartitionVerifier.Step step = verifier.advance(all);
      entries.increment(step.entries());
      decisions.increment(step.decisions());
      done += step.entries();
      behind += unread.orElse(0) + verifier.waitingEntries();
      bound(reading, journal, verifier.waitingEntries());
      bound(reading, decided, verifier.waitingDecisions());
    }
    lag.set(behind);
    stopped.set(verifiers.values().stream().filter(PartitionVerifier::stopped).count());
    return done;
  }

  /** One topic may run far ahead of the other while a long journal is read. */
  private static void bound(Consumer<byte[], byte[]> reading, TopicPartition at, int waiting) {
    if (waiting > WAITING_AT_MOST) {
      reading.pause(List.of(at));
    } else if (waiting < WAITING_AT_MOST / 2) {
      reading.resume(List.of(at));
    }
  }

  /** What was proved before, or is to be read next, is not on the topic any more. */
  private void gone(Consumer<byte[], byte[]> reading, TopicPartition at, long offset) {
    PartitionVerifier verifier = verifiers.get(at.partition());
    if (verifier != null && !verifier.stopped()) {
      verifier.cut(at, offset);
    }
    reading.seekToEnd(List.of(at));
  }

  @Override
  public void wakeUp() {
    Consumer<byte[], byte[]> reading = consumer;
    if (reading != null) {
      reading.wakeup();
    }
  }

  @Override
  public void onClose() {
    verifiers.values().forEach(PartitionVerifier::close);
    if (consumer != null) {
      consumer.close();
    }
  }
}
