package io.tapedeck.runtime.kafka;

import io.tapedeck.runtime.health.HealthCheck;
import io.tapedeck.runtime.lifecycle.FailureListener;
import io.tapedeck.runtime.lifecycle.Service;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Streams application as a service. Start returns at once; readiness is {@code RUNNING}. A thread
 * that dies of a passing fault is replaced, up to a bound; any other fault stops the client and
 * fails the process, so that a supervisor starts it anew.
 */
public final class StreamsService implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsService.class);

  private static final Duration CLOSE_DAMAGED_WITHIN = Duration.ofSeconds(30);

  private final String name;
  private final Topology topology;
  private final Properties settings;
  private final Consumer<KafkaStreams> onStarted;
  private final CountDownLatch running = new CountDownLatch(1);
  private volatile @Nullable KafkaStreams streams;
  private volatile FailureListener failures = cause -> {};

  /**
   * A service around a topology.
   *
   * @param settings from {@link KafkaClients#streamsProperties}
   * @param onStarted told of the client that runs, once, to bind metrics; may do nothing
   */
  public StreamsService(
      String name, Topology topology, Properties settings, Consumer<KafkaStreams> onStarted) {
    this.name = name;
    this.topology = topology;
    this.settings = settings;
    this.onStarted = onStarted;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void onFailure(FailureListener listener) {
    this.failures = listener;
  }

  /**
   * Starts it. Local state that cannot be opened (a kill cut its writing or its deletion short, or
   * the disk lost a file) is deleted, and restored from the changelog: it is only a copy of that.
   */
  @Override
  public void start() {
    KafkaStreams started = created();
    try {
      started.start();
    } catch (ProcessorStateException damaged) {
      LOG.warn(
          "{}: the local state in {} cannot be opened; it is deleted and restored from the"
              + " changelog",
          name,
          settings.getProperty(StreamsConfig.STATE_DIR_CONFIG),
          damaged);
      stop(CLOSE_DAMAGED_WITHIN);
      started = created();
      started.cleanUp();
      started.start();
    }
    onStarted.accept(started);
  }

  private KafkaStreams created() {
    KafkaStreams created = new KafkaStreams(topology, settings);
    ThreadFaults faults = new ThreadFaults(name, cause -> failures.failed(cause));
    created.setUncaughtExceptionHandler(faults);
    created.setStateListener(this::stateChanged);
    streams = created;
    return created;
  }

  /** Waits until the client runs; false if it does not within the time. */
  public boolean awaitRunning(Duration timeout) throws InterruptedException {
    return running.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop(Duration timeout) {
    KafkaStreams present = streams;
    if (present == null) {
      return;
    }
    CloseOptions options =
        CloseOptions.timeout(timeout)
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP);
    if (!present.close(options)) {
      LOG.error("{} did not stop within {}", name, timeout);
    }
  }

  @Override
  public List<HealthCheck> healthChecks() {
    return List.of(
        HealthCheck.ready(name, this::readiness), HealthCheck.live(name + "-threads", this::alive));
  }

  /** The client's state; CREATED before start. */
  public State state() {
    KafkaStreams present = streams;
    return present == null ? State.CREATED : present.state();
  }

  private HealthCheck.Result readiness() {
    State state = state();
    return new HealthCheck.Result(state == State.RUNNING, state.name());
  }

  private boolean alive() {
    State state = state();
    return state != State.ERROR && state != State.PENDING_ERROR;
  }

  private void stateChanged(State now, State before) {
    LOG.info("{} {} -> {}", name, before, now);
    if (now == State.RUNNING) {
      running.countDown();
    }
    if (now == State.ERROR) {
      failures.failed(new IllegalStateException(name + " is in state ERROR"));
    }
  }
}
