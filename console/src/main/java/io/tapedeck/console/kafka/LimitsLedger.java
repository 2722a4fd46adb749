package io.tapedeck.console.kafka;

import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Every version of every limit, on their topic. Thread-safe: each call has clients of its own, and
 * of two changes at the same time one is refused, whichever process it comes from.
 */
public final class LimitsLedger {
  /** One writer at a time: a second one fences the first, whose version is then never visible. */
  private static final String WRITER = "tapedeck-limits";

  private final Platform platform;

  public LimitsLedger(Platform platform) {
    this.platform = platform;
  }

  /** A version and where it lies. */
  public record Version(Coordinates at, RiskLimits limits) {}

  /** All versions, oldest first. */
  public List<Version> history() {
    List<Version> versions = new ArrayList<>();
    TopicScan.all(
        platform, Topics.RISK_LIMITS, seen -> versions.add(new Version(seen.at(), seen.value())));
    return versions;
  }

  /** The newest version of each scope. */
  public SortedMap<String, RiskLimits> latest() {
    SortedMap<String, RiskLimits> latest = new TreeMap<>();
    history().forEach(version -> latest.put(version.limits().scope(), version.limits()));
    return latest;
  }

  /**
   * Writes what a change makes of the newest versions, and returns it.
   *
   * @throws IllegalStateException if another change was written at the same time; nothing of this
   *     one is
   */
  @SuppressWarnings("FutureReturnValueIgnored") // a failed send fails the commit
  public RiskLimits write(Function<SortedMap<String, RiskLimits>, RiskLimits> change) {
    String id = platform.kafka().config().topic(WRITER);
    try (Producer<byte[], byte[]> producer = platform.kafka().transactionalProducer(id, WRITER)) {
      producer.initTransactions();
      RiskLimits next = change.apply(latest());
      byte[] key = next.scope().getBytes(StandardCharsets.UTF_8);
      byte[] value = platform.formats().of(Topics.RISK_LIMITS).encode(next);
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(platform.topic(Topics.RISK_LIMITS), key, value));
      producer.commitTransaction();
      return next;
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new IllegalStateException(
          "another change of limits was made at the same time; nothing of this one was written:"
              + " look at 'limits show' and try again",
          e);
    }
  }
}
