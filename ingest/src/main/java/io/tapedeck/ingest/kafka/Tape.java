package io.tapedeck.ingest.kafka;

import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.lifecycle.FailureListener;
import io.tapedeck.runtime.lifecycle.RoleThread;
import io.tapedeck.runtime.lifecycle.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tape to write on: one idempotent producer, the writer of ticks and the sender of marks. Its
 * first service opens and closes it, its second sends marks.
 */
public final class Tape {
  private static final Logger LOG = LoggerFactory.getLogger(Tape.class);

  private final Platform platform;
  private final Settings settings;
  private final Marks marks;
  private final RoleThread marksThread;
  private final TapeWriter writer;
  private volatile FailureListener failures = cause -> {};
  private volatile @Nullable Producer<byte[], byte[]> producer;
  private volatile Map<String, Long> lastReceived = Map.of();

  /**
   * How to write.
   *
   * @param clientId of the producer
   * @param identity how a trade that comes again is known, and then not written twice
   * @param knownFromTail instruments whose latest trades are read from the tape at the start
   * @param marksInterval shortest time between two marks of an instrument
   * @param linger how long the producer waits for company of a record
   */
  public record Settings(
      String clientId,
      TradeIdentity identity,
      List<String> knownFromTail,
      Duration marksInterval,
      Duration linger) {

    /** With or without a check of trade ids in sequence. */
    public Settings(
        String clientId,
        boolean once,
        List<String> knownFromTail,
        Duration marksInterval,
        Duration linger) {
      this(
          clientId,
          once ? TradeIdentity.SEQUENCE : TradeIdentity.NOT_CHECKED,
          knownFromTail,
          marksInterval,
          linger);
    }
  }

  public Tape(Platform platform, Settings settings) {
    this.platform = platform;
    this.settings = settings;
    this.marks = new Marks(platform, settings.marksInterval(), this::failed);
    this.marksThread = new RoleThread(marks, Duration.ZERO);
    this.writer = new TapeWriter(platform, settings.identity(), marks, this::failed);
  }

  /** Where ticks go; ready once the first service has started. */
  public TapeWriter writer() {
    return writer;
  }

  /** The services, in the order they start. */
  public List<Service> services() {
    return List.of(new Opened(), marksThread);
  }

  /** Starts it where there is no runner of services, such as for an import. */
  public void start(FailureListener listener) {
    failures = listener;
    marksThread.onFailure(listener);
    open();
    marksThread.start();
  }

  /** Ends what {@link #start} began: the last marks are sent, the producer is closed. */
  public void stop(Duration timeout) {
    marksThread.stop(timeout);
    close(timeout);
  }

  private void failed(Throwable cause) {
    failures.failed(cause);
  }

  private void open() {
    TapeTail tail = new TapeTail(platform);
    lastReceived = tail.learn(settings.knownFromTail(), writer);
    // A broker that is away for minutes is waited for: the queue fills, the socket is not read.
    Producer<byte[], byte[]> opened =
        platform
            .kafka()
            .producer(
                settings.clientId(),
                Map.of(
                    ProducerConfig.LINGER_MS_CONFIG,
                    (int) settings.linger().toMillis(),
                    ProducerConfig.MAX_BLOCK_MS_CONFIG,
                    Long.MAX_VALUE,
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                    Integer.MAX_VALUE));
    producer = opened;
    platform.metrics().bind(opened);
    marks.open(opened);
    writer.open(opened);
  }

  /**
   * When the last market event of each instrument that was found at the tape's end was received,
   * nanoseconds since the epoch; known once the tape is open.
   */
  public Map<String, Long> lastReceived() {
    return lastReceived;
  }

  /** Waits until all that was written is acknowledged. */
  public void flush() {
    Producer<byte[], byte[]> open = producer;
    if (open != null) {
      open.flush();
    }
  }

  private final class Opened implements Service {
    @Override
    public String name() {
      return "ingest-tape";
    }

    @Override
    public void onFailure(FailureListener listener) {
      failures = listener;
    }

    @Override
    public void start() {
      open();
    }

    @Override
    public void stop(Duration timeout) {
      close(timeout);
    }
  }

  private void close(Duration timeout) {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      return;
    }
    try {
      open.close(timeout);
    } catch (KafkaException e) {
      LOG.error("The producer did not close cleanly", e);
    }
  }
}
