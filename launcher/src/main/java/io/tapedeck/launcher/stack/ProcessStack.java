package io.tapedeck.launcher.stack;

import io.tapedeck.console.ConsoleConfig;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.SimulatorSection;
import io.tapedeck.launcher.StackConfig;
import io.tapedeck.localstack.broker.EmbeddedBroker;
import io.tapedeck.localstack.process.Ports;
import io.tapedeck.localstack.registry.EmbeddedRegistry;
import io.tapedeck.runtime.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The local stack with every part in a process of its own: broker, registry, simulator and the four
 * services. Its parts outlive this process; another one finds them by the pid files under the home
 * folder. Not thread-safe.
 */
public final class ProcessStack {
  /** The part that plays the venue. */
  public static final String SIMULATOR = "simulator";

  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final int SERVICE_HEAP_MIB = 512;

  private final Settings settings;
  private final Home home;
  private final EmbeddedBroker broker;
  private final PlayOptions play;
  private final Map<String, Integer> healthPorts = new LinkedHashMap<>();
  private final int restPort;
  private final int webSocketPort;
  private @Nullable EmbeddedRegistry registry;

  /**
   * What the venue plays.
   *
   * @param tape a recorded market; null for a synthetic one
   * @param ticks of the synthetic market
   * @param onCommand true to wait for the play command
   * @param besides which parts are started besides the services, of {@link Services#BESIDES}
   */
  public record PlayOptions(
      @Nullable Path tape, long ticks, boolean onCommand, List<String> besides) {}

  public ProcessStack(Settings settings, PlayOptions play) {
    this.settings = settings;
    this.play = play;
    StackConfig stack = settings.stack();
    this.home = new Home(stack.home());
    this.broker =
        EmbeddedBroker.in(home.broker())
            .port(stack.brokerPort())
            .heapMebibytes(stack.brokerHeapMib())
            .detached(true)
            .build();
    SimulatorSection simulator = settings.section(SimulatorSection.class);
    this.restPort = chosen(simulator.restPort());
    this.webSocketPort = chosen(simulator.websocketPort());
    for (String name : Services.ALL) {
      healthPorts.put(name, chosen(Services.port(name, stack)));
    }
    healthPorts.put(Services.LAG, chosen(stack.lagPort()));
    healthPorts.put(Services.CONSOLE, chosen(settings.section(ConsoleConfig.class).port()));
  }

  private static int chosen(int port) {
    return port == 0 ? Ports.free() : port;
  }

  /** Where everything is. */
  public Home home() {
    return home;
  }

  /** The broker, running or not. */
  public EmbeddedBroker broker() {
    return broker;
  }

  /** The registry. */
  public EmbeddedRegistry registry() {
    EmbeddedRegistry present = registry;
    if (present == null) {
      present =
          EmbeddedRegistry.in(home.registry(), broker.bootstrapServers())
              .port(settings.stack().registryPort())
              .detached(true)
              .build();
      registry = present;
    }
    return present;
  }

  /** The venue's base URL. */
  public String venueUrl() {
    return "http://" + settings.stack().host() + ":" + restPort;
  }

  /** A part by name. */
  public PartProcess part(String name) {
    return new PartProcess(name, home.run());
  }

  /** Starts all parts and returns when each is ready. */
  public void up(Consumer<String> progress)
      throws ExecutionException, InterruptedException, IOException {
    home.keep();
    if (!broker.attach()) {
      progress.accept("starting the broker");
      broker.start();
    }
    if (!registry().attach()) {
      progress.accept("starting the schema registry");
      registry().start();
    }
    Settings inForce = inForce();
    Platform platform = inForce.platform("up");
    progress.accept("creating topics, registering schemas");
    Provision.all(inForce, platform);
    platform.formats().close();
    progress.accept("starting venue and services");
    startIfAbsent(SIMULATOR);
    List<String> services = new ArrayList<>(Services.ALL);
    services.addAll(play.besides());
    services.forEach(this::startIfAbsent);
    for (String name : services) {
      awaitReady(name);
      progress.accept(name + " is ready");
    }
  }

  private void startIfAbsent(String name) {
    if (part(name).find().isEmpty()) {
      start(name);
    }
  }

  /** Starts one part. */
  public void start(String name) {
    List<String> arguments = new ArrayList<>(List.of("run", name));
    arguments.add("--config");
    arguments.add(settings.file().toAbsolutePath().toString());
    List<String> sets = new ArrayList<>(settings.sets());
    // after the caller's own, which may have asked for free ports: these are the ones found
    sets.add("simulator.rest_port=" + restPort);
    sets.add("simulator.websocket_port=" + webSocketPort);
    healthPorts.forEach((service, port) -> sets.add(portKey(service) + "=" + port));
    for (String set : sets) {
      arguments.add("--set");
      arguments.add(set);
    }
    if (name.equals(SIMULATOR)) {
      Path tape = play.tape();
      if (tape != null) {
        arguments.add("--tape");
        arguments.add(tape.toAbsolutePath().toString());
      }
      arguments.add("--ticks");
      arguments.add(Long.toString(play.ticks()));
      if (play.onCommand()) {
        arguments.add("--wait");
      }
    }
    part(name).start(arguments, SERVICE_HEAP_MIB, environment());
  }

  /**
   * Stops parts in this order, starts them in the reverse one, each the way it was started last,
   * and returns when all are ready.
   *
   * @throws IllegalStateException if one was never started here, or does not become ready
   */
  public void restart(List<String> names, Consumer<String> progress)
      throws IOException, InterruptedException {
    for (String name : names) {
      lastLaunch(name); // before anything is stopped
    }
    for (String name : names) {
      progress.accept("stopping " + name);
      part(name).stop();
    }
    List<String> starting = new ArrayList<>(names);
    Collections.reverse(starting);
    for (String name : starting) {
      progress.accept("starting " + name);
      Launch last = lastLaunch(name);
      Map<String, String> environment = new HashMap<>(last.environment());
      environment.putAll(Venue.credentials(settings, home));
      part(name).start(last.arguments(), last.heapMib(), environment);
    }
    for (String name : starting) {
      awaitReady(name, lastLaunch(name).portOf(portKey(name), healthPorts.getOrDefault(name, 0)));
      progress.accept(name + " is ready");
    }
  }

  private Launch lastLaunch(String name) throws IOException {
    return Launch.of(home.run(), name)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    name + " was never started here; 'tapedeck up' starts it"));
  }

  private static String portKey(String service) {
    return service.equals(Services.CONSOLE) ? "console.port" : "stack." + service + "_port";
  }

  /** The settings with the addresses of the running stack over them. */
  public Settings inForce() {
    return settings.withEnvironment(environment());
  }

  private Map<String, String> environment() {
    Map<String, String> all = new HashMap<>();
    all.put("TAPEDECK_HOME", home.folder().toString());
    all.put("TAPEDECK_STACK__HOME", home.folder().toString());
    all.put("TAPEDECK_KAFKA__BOOTSTRAP_SERVERS", broker.bootstrapServers());
    all.put("TAPEDECK_KAFKA__STATE_DIR", home.streams().toString());
    all.put("TAPEDECK_SCHEMA_REGISTRY__URLS", registry().url());
    all.putAll(Venue.market(settings, play.tape()));
    all.putAll(
        Venue.environment(
            settings,
            home,
            venueUrl(),
            "ws://" + settings.stack().host() + ":" + webSocketPort + "/v2"));
    return all;
  }

  /** Waits until a service says that it is ready. */
  public void awaitReady(String name) throws InterruptedException {
    awaitReady(name, healthPorts.getOrDefault(name, 0));
  }

  private void awaitReady(String name, int port) throws InterruptedException {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (!ready(name, port)) {
      if (part(name).find().isEmpty()) {
        throw new IllegalStateException(
            name + " ended while it started: " + part(name).lastError());
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            name + " was not ready within " + READY_WITHIN + "; see " + part(name).logFile());
      }
      Thread.sleep(50);
    }
  }

  /** True if a service's health endpoint says so now. */
  public boolean ready(String name) {
    return ready(name, healthPorts.getOrDefault(name, 0));
  }

  private boolean ready(String name, int port) {
    return port == 0
        ? part(name).find().isPresent()
        : Endpoints.ready(settings.stack().host(), port).map(Endpoints.Health::ready).orElse(false);
  }

  /** Stops all parts, the market first and the broker last. */
  public void down(Consumer<String> progress) {
    List<String> parts = new ArrayList<>(Services.ALL);
    Collections.reverse(parts);
    parts.add(SIMULATOR);
    parts.addAll(Services.BESIDES);
    for (String name : parts) {
      if (part(name).find().isPresent()) {
        progress.accept("stopping " + name);
      }
      part(name).stop();
    }
    if (broker.attach()) {
      if (registry().attach()) {
        progress.accept("stopping the schema registry");
        registry().stop();
      }
      progress.accept("stopping the broker");
      broker.stop();
    }
  }

  /** What runs: name to pid, memory, health and address. */
  public Map<String, Map<String, Object>> status() {
    Map<String, Map<String, Object>> parts = new LinkedHashMap<>();
    boolean brokerRuns = broker.attach();
    parts.put(
        "broker",
        row(
            brokerRuns ? broker.pid() : 0,
            brokerRuns,
            brokerRuns ? broker.bootstrapServers() : "",
            brokerRuns ? "" : "not running"));
    boolean registryRuns = brokerRuns && registry().attach();
    parts.put(
        "registry",
        row(
            registryRuns ? registry().pid() : 0,
            registryRuns,
            registryRuns ? registry().url() : "",
            registryRuns ? "" : "not running"));
    parts.put(
        SIMULATOR,
        row(
            pid(SIMULATOR),
            pid(SIMULATOR) > 0,
            venueUrl(),
            pid(SIMULATOR) > 0 ? "" : PartState.whyNotRunning(part(SIMULATOR))));
    for (String name : services()) {
      parts.put(name, service(name));
    }
    return parts;
  }

  private List<String> services() {
    List<String> services = new ArrayList<>(Services.ALL);
    for (String name : Services.BESIDES) {
      if (play.besides().contains(name) || pid(name) > 0 || part(name).leftBehind()) {
        services.add(name);
      }
    }
    return services;
  }

  private Map<String, Object> service(String name) {
    String host = settings.stack().host();
    int port = healthPorts.getOrDefault(name, 0);
    String address = "http://" + host + ":" + port;
    long pid = pid(name);
    if (pid == 0) {
      return row(0, false, address, PartState.whyNotRunning(part(name)));
    }
    return Endpoints.ready(host, port)
        .map(health -> row(pid, health.ready(), address, health.problems()))
        .orElseGet(() -> row(pid, false, address, "does not answer"));
  }

  private long pid(String name) {
    return part(name).find().map(ProcessHandle::pid).orElse(0L);
  }

  private static Map<String, Object> row(long pid, boolean ready, String address, String problem) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("pid", pid);
    row.put("running", pid > 0);
    row.put("ready", ready);
    row.put("memory_bytes", pid > 0 ? PartState.residentBytes(pid) : 0);
    row.put("address", address);
    row.put("problem", problem);
    return row;
  }
}
