package io.tapedeck.launcher.stack;

import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.StackConfig;
import io.tapedeck.localstack.broker.EmbeddedBroker;
import io.tapedeck.localstack.registry.RegistryServer;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.lifecycle.Service;
import io.tapedeck.runtime.lifecycle.ServiceRunner;
import io.tapedeck.simulator.VenueSimulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole pipeline with its services in this JVM and the broker as a child:
 *
 * <ol>
 *   <li>broker and schema registry
 *   <li>the venue simulator, waiting for its play command
 *   <li>topics, schemas, limits
 *   <li>risk, signals, executor, ingest and the lag poller; ready when all of them are
 * </ol>
 */
public final class LocalPipeline implements AutoCloseable {
  /** Two cores start everything at once: the best compiler would take them from the work. */
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  private static final Duration READY_WITHIN = Duration.ofSeconds(90);

  private final Home home;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Consumer<String> progress;
  private final VenueSimulator venue;
  private final Settings settings;
  private final Platform platform;
  private final ServiceRunner services;

  /**
   * Starts it.
   *
   * @param tape a recorded market; null for a synthetic one of so many ticks
   * @param console true to serve the control API, too
   * @param progress told each step
   * @throws IllegalStateException if a service does not become ready
   */
  public LocalPipeline(
      Settings base, @Nullable Path tape, long ticks, boolean console, Consumer<String> progress)
      throws IOException, ExecutionException, InterruptedException {
    this.home = new Home(base.stack().home());
    this.progress = progress;
    boolean started = false;
    try {
      StackConfig stack = base.stack();
      progress.accept("starting the broker");
      EmbeddedBroker broker =
          EmbeddedBroker.in(home.broker())
              .port(stack.brokerPort())
              .heapMebibytes(stack.brokerHeapMib())
              .jvmOption(QUICK_START)
              .start();
      open.push(broker);
      progress.accept("starting the schema registry");
      RegistryServer registry =
          new RegistryServer(broker.bootstrapServers(), stack.host(), stack.registryPort()).start();
      open.push(registry);
      progress.accept("starting the venue");
      venue = VenueSimulator.start(Venue.config(base, home, tape, ticks, true));
      open.push(venue);
      settings = base.withEnvironment(environment(base, tape, broker, registry));
      platform = settings.platform("demo");
      open.push(platform.formats());
      progress.accept("creating topics, registering schemas");
      Provision.all(settings, platform);
      progress.accept("starting the services");
      services = startServices(console);
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /** Where its state is. */
  public Home home() {
    return home;
  }

  /** The venue. */
  public VenueSimulator venue() {
    return venue;
  }

  /** The settings with the running parts' addresses in them. */
  public Settings settings() {
    return settings;
  }

  /** What its services were made with. */
  public Platform platform() {
    return platform;
  }

  /** Its services. */
  public ServiceRunner services() {
    return services;
  }

  private Map<String, String> environment(
      Settings base, @Nullable Path tape, EmbeddedBroker broker, RegistryServer registry) {
    Map<String, String> environment = new HashMap<>(Venue.market(base, tape));
    environment.put("TAPEDECK_KAFKA__BOOTSTRAP_SERVERS", broker.bootstrapServers());
    environment.put("TAPEDECK_KAFKA__STATE_DIR", home.streams().toString());
    environment.put("TAPEDECK_SCHEMA_REGISTRY__URLS", registry.url());
    environment.putAll(Venue.environment(base, home, venue.restUrl(), venue.webSocketUrl()));
    environment.put("TAPEDECK_HOME", home.folder().toString());
    return environment;
  }

  private ServiceRunner startServices(boolean console) throws InterruptedException {
    List<Service> all = new ArrayList<>();
    for (String name : Services.ALL) {
      all.addAll(Services.of(name, settings, platform));
    }
    all.addAll(Services.of(Services.LAG, settings, platform));
    if (console) {
      all.addAll(Services.of(Services.CONSOLE, settings, platform));
    }
    all.addAll(Services.of(Services.VERIFIER, settings, platform));
    ServiceRunner runner =
        Services.runner("demo", all, settings, platform, settings.stack().metricsPort());
    open.push(
        () -> {
          runner.requestStop("the pipeline ends");
          runner.awaitTermination();
        });
    runner.start();
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (!ready(runner)) {
      Throwable failure = runner.failure();
      if (failure != null) {
        throw new IllegalStateException(
            "a service could not start: " + failure.getMessage(), failure);
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the services were not ready within " + READY_WITHIN);
      }
      Thread.sleep(20);
    }
    return runner;
  }

  private static boolean ready(ServiceRunner runner) {
    return runner.healthChecks().stream().allMatch(check -> check.check().up());
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) { // closing goes on whatever one part says: the broker comes last
        progress.accept("while stopping: " + e);
      }
    }
  }
}
