package io.tapedeck.localstack.registry;

import io.tapedeck.localstack.process.ChildSpec;
import io.tapedeck.localstack.process.PortTakenException;
import io.tapedeck.localstack.process.Ports;
import io.tapedeck.localstack.process.RestartableChild;
import io.tapedeck.localstack.process.StickyPorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The schema registry in a child JVM on loopback; its schemas live in the broker, its directory
 * holds its log and port only. Unless detached it ends with the process that started it.
 * Thread-safe like {@code EmbeddedBroker}, and with the same errors.
 */
public final class EmbeddedRegistry implements AutoCloseable {
  private static final String NAME = "registry";
  private static final String PORT = "schema registry";

  private final ChildSpec spec;
  private final StickyPorts ports;
  private final RestartableChild child;

  private EmbeddedRegistry(Builder builder) {
    Path directory = builder.directory.toAbsolutePath();
    spec =
        new ChildSpec(
            NAME,
            RegistryProcessMain.class.getName(),
            List.of(
                "-Xms16m",
                "-Xmx" + builder.heapMebibytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dsun.net.httpserver.nodelay=true"),
            directory.resolve("registry.properties"),
            directory,
            builder.readyWithin,
            builder.detached);
    StickyPorts chosen =
        new StickyPorts(directory.resolve("registry-ports.properties"), Map.of(PORT, builder.port));
    ports = chosen;
    String bootstrapServers = builder.bootstrapServers;
    long brokerWithin = builder.readyWithin.toMillis();
    child =
        new RestartableChild(
            spec,
            chosen,
            () ->
                Map.of(
                    RegistryProcessMain.BOOTSTRAP_SERVERS,
                    bootstrapServers,
                    RegistryProcessMain.HOST,
                    Ports.LOOPBACK,
                    RegistryProcessMain.PORT,
                    String.valueOf(chosen.get(PORT)),
                    RegistryProcessMain.BROKER_WITHIN_MS,
                    String.valueOf(brokerWithin)));
  }

  /**
   * @param directory for its log and port; may be the broker's
   * @param bootstrapServers the broker that keeps the schemas
   */
  public static Builder in(Path directory, String bootstrapServers) {
    return new Builder(directory, bootstrapServers);
  }

  /**
   * Starts it, or starts it again on the same port; returns when it serves.
   *
   * @throws PortTakenException if the configured port is held, with the pid that holds it
   */
  public EmbeddedRegistry start() {
    child.start();
    return this;
  }

  /** Takes over a registry that another process left running in this directory. */
  public boolean attach() {
    return child.attach();
  }

  public boolean isRunning() {
    return child.isRunning();
  }

  /** Base address for clients; stays the same over {@link #restart()}. */
  public String url() {
    return "http://" + Ports.LOOPBACK + ":" + ports.get(PORT);
  }

  public long pid() {
    return child.pid();
  }

  /** The log of the registry's process. */
  public Path logFile() {
    return spec.logFile();
  }

  /** SIGKILL. */
  public void kill() {
    child.kill();
  }

  /** SIGSTOP: requests get no answer. */
  public void pause() {
    child.pause();
  }

  /** SIGCONT. */
  public void resume() {
    child.resume();
  }

  /** Stops it in good order, if it runs, and starts it on the same port. */
  public EmbeddedRegistry restart() {
    stop();
    return start();
  }

  /** Stops it in good order; does nothing if it does not run. */
  public void stop() {
    child.stop();
  }

  /** The same as {@link #stop()}. */
  @Override
  public void close() {
    stop();
  }

  /** Collects what a registry is started with. */
  public static final class Builder {
    private final Path directory;
    private final String bootstrapServers;
    private int port;
    private int heapMebibytes = 96;
    private boolean detached;
    private Duration readyWithin = Duration.ofSeconds(90);

    private Builder(Path directory, String bootstrapServers) {
      this.directory = directory;
      this.bootstrapServers = bootstrapServers;
    }

    /** Port for clients; 0, the default, is a free one, kept for later starts. */
    public Builder port(int value) {
      port = value;
      return this;
    }

    /** Largest heap of the registry's JVM. */
    public Builder heapMebibytes(int value) {
      heapMebibytes = value;
      return this;
    }

    /** Lets it outlive the process that starts it; {@link #attach()} finds it again. */
    public Builder detached(boolean value) {
      detached = value;
      return this;
    }

    /** How long a start may take, the wait for the broker included. */
    public Builder readyWithin(Duration value) {
      readyWithin = value;
      return this;
    }

    /** The registry, not yet started. */
    public EmbeddedRegistry build() {
      return new EmbeddedRegistry(this);
    }

    /** Builds and starts it. */
    public EmbeddedRegistry start() {
      return build().start();
    }
  }
}
