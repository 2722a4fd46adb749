package io.tapedeck.launcher.demo;

import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.StackConfig;
import io.tapedeck.launcher.stack.Home;
import io.tapedeck.launcher.stack.Provision;
import io.tapedeck.launcher.stack.Services;
import io.tapedeck.launcher.stack.Venue;
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

/**
 * The whole pipeline on this machine, on a played market:
 *
 * <ol>
 *   <li>broker (a child JVM) and schema registry; topics, schemas, limits
 *   <li>the venue simulator, waiting
 *   <li>risk, signals, executor, and ingest last
 *   <li>play, and wait until everything that the market caused is done
 *   <li>take account: topics against ledger, decisions against their replay
 * </ol>
 */
public final class DemoRun implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(90);

  private final Settings base;
  private final DemoOptions options;
  private final Consumer<String> progress;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Home home;

  /**
   * A demo.
   *
   * @param progress told each step, one line each
   */
  public DemoRun(Settings settings, DemoOptions options, Consumer<String> progress) {
    this.base = settings;
    this.options = options;
    this.progress = progress;
    this.home = new Home(settings.stack().home());
  }

  /** Runs it to its end and says what happened; the parts stay up until {@link #close}. */
  public DemoSummary run() throws IOException, ExecutionException, InterruptedException {
    long begun = System.nanoTime();
    home.freshDemo();
    StackConfig stack = base.stack();

    progress.accept("starting the broker");
    EmbeddedBroker broker =
        EmbeddedBroker.in(home.broker())
            .port(stack.brokerPort())
            .heapMebibytes(stack.brokerHeapMib())
            .start();
    open.push(broker);
    progress.accept("starting the schema registry");
    RegistryServer registry =
        new RegistryServer(broker.bootstrapServers(), stack.host(), stack.registryPort()).start();
    open.push(registry);

    progress.accept("starting the venue");
    VenueSimulator venue =
        VenueSimulator.start(Venue.config(base, home, options.tape(), options.ticks(), true));
    open.push(venue);
    Settings settings = base.withEnvironment(environment(broker, registry, venue));

    Platform platform = settings.platform("demo");
    open.push(platform.formats());
    progress.accept("creating topics, registering schemas");
    Provision.all(settings, platform);

    progress.accept("starting the services");
    ServiceRunner services = startServices(settings, platform);
    TapeWatch watch = new TapeWatch(platform);
    open.push(watch);

    progress.accept("playing");
    long playing = System.nanoTime();
    venue.play();
    Quiescence quiescence = new Quiescence(settings, platform, watch, venue, services, progress);
    boolean quiet = quiescence.await();
    progress.accept("taking account");
    return DemoSummary.of(
        settings, platform, watch, venue, quiet, begun, playing, home);
  }

  private Map<String, String> environment(
      EmbeddedBroker broker, RegistryServer registry, VenueSimulator venue) {
    Map<String, String> environment = new HashMap<>();
    environment.put("TAPEDECK_KAFKA__BOOTSTRAP_SERVERS", broker.bootstrapServers());
    environment.put("TAPEDECK_KAFKA__STATE_DIR", home.streams().toString());
    environment.put("TAPEDECK_SCHEMA_REGISTRY__URLS", registry.url());
    environment.putAll(Venue.environment(home, venue.restUrl(), venue.webSocketUrl()));
    environment.put("TAPEDECK_MARKET_DATA__SYMBOLS", String.join(",", symbols()));
    environment.put("TAPEDECK_HOME", home.folder().toString());
    return environment;
  }

  private List<String> symbols() {
    Path tape = options.tape();
    return tape == null
        ? base.section(io.tapedeck.launcher.SimulatorSection.class).symbols()
        : TapeSymbols.of(tape);
  }

  private ServiceRunner startServices(Settings settings, Platform platform)
      throws InterruptedException {
    List<Service> all = new ArrayList<>();
    for (String name : Services.ALL) {
      all.addAll(Services.of(name, settings, platform));
    }
    ServiceRunner runner =
        Services.runner("demo", all, settings, platform, settings.stack().metricsPort());
    open.push(
        () -> {
          runner.requestStop("the demo ends");
          runner.awaitTermination();
        });
    runner.start();
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (!ready(runner)) {
      Throwable failure = runner.failure();
      if (failure != null) {
        throw new IllegalStateException("a service could not start: " + failure.getMessage(), failure);
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
      } catch (Exception e) {
        progress.accept("while stopping: " + e.getMessage());
      }
    }
  }
}
