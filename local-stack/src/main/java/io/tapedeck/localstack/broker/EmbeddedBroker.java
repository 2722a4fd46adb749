package io.tapedeck.localstack.broker;

import io.tapedeck.localstack.process.ChildSpec;
import io.tapedeck.localstack.process.LocalStackException;
import io.tapedeck.localstack.process.PortTakenException;
import io.tapedeck.localstack.process.Ports;
import io.tapedeck.localstack.process.RestartableChild;
import io.tapedeck.localstack.process.StickyPorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A real Kafka broker (KRaft, one node) in a child JVM, on loopback, with its data in a directory
 * that survives restarts, kills included. Unless detached it ends with the process that started it.
 *
 * <p>Methods may be called from any thread, one at a time takes effect. All of them throw {@link
 * LocalStackException} with a message that says what to do.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final String NAME = "broker";
  private static final String PORT = "broker";
  private static final String CONTROLLER_PORT = "controller";

  private final ChildSpec spec;
  private final StickyPorts ports;
  private final RestartableChild child;

  private EmbeddedBroker(Builder builder) {
    Path directory = builder.directory.toAbsolutePath();
    Map<String, String> overrides = Map.copyOf(builder.settings);
    List<String> jvmOptions = new ArrayList<>();
    jvmOptions.add("-Xms" + Math.min(64, builder.heapMebibytes) + "m");
    jvmOptions.add("-Xmx" + builder.heapMebibytes + "m");
    jvmOptions.add("-XX:+UseSerialGC");
    jvmOptions.addAll(builder.jvmOptions);
    spec =
        new ChildSpec(
            NAME,
            BrokerProcessMain.class.getName(),
            jvmOptions,
            directory.resolve("server.properties"),
            directory,
            builder.readyWithin,
            builder.detached);
    StickyPorts chosen =
        new StickyPorts(
            directory.resolve("ports.properties"),
            Map.of(PORT, builder.port, CONTROLLER_PORT, builder.controllerPort));
    ports = chosen;
    child =
        new RestartableChild(
            spec,
            chosen,
            () ->
                BrokerSettings.of(
                    directory.resolve("kafka"),
                    chosen.get(PORT),
                    chosen.get(CONTROLLER_PORT),
                    overrides));
  }

  /**
   * @param directory where the broker keeps its data, configuration and logs; created if absent
   */
  public static Builder in(Path directory) {
    return new Builder(directory);
  }

  /**
   * Starts the broker, or starts it again on the same data and ports; returns when it serves.
   *
   * @throws PortTakenException if a configured port is held, with the pid and command that holds it
   */
  public EmbeddedBroker start() {
    child.start();
    return this;
  }

  /** Takes over a broker that another process left running in this directory, if there is one. */
  public boolean attach() {
    return child.attach();
  }

  public boolean isRunning() {
    return child.isRunning();
  }

  /** {@code host:port} for clients; stays the same over {@link #restart()}. */
  public String bootstrapServers() {
    return Ports.LOOPBACK + ":" + ports.get(PORT);
  }

  public long pid() {
    return child.pid();
  }

  /** The log of the broker's process. */
  public Path logFile() {
    return spec.logFile();
  }

  /** SIGKILL: what a crash of the broker leaves behind; {@link #start()} recovers it. */
  public void kill() {
    child.kill();
  }

  /** SIGSTOP: clients keep their connections and get no answer. */
  public void pause() {
    child.pause();
  }

  /** SIGCONT. */
  public void resume() {
    child.resume();
  }

  /** Stops it in good order, if it runs, and starts it on the same data and ports. */
  public EmbeddedBroker restart() {
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

  /** Collects what a broker is started with; every setting has a default but the directory. */
  public static final class Builder {
    private final Path directory;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> jvmOptions = new ArrayList<>();
    private int port;
    private int controllerPort;
    private int heapMebibytes = 512;
    private boolean detached;
    private Duration readyWithin = Duration.ofSeconds(90);

    private Builder(Path directory) {
      this.directory = directory;
    }

    /** Port for clients; 0, the default, is a free one, kept for later starts on this directory. */
    public Builder port(int value) {
      port = value;
      return this;
    }

    /** Port of the controller; 0, the default, is a free one. */
    public Builder controllerPort(int value) {
      controllerPort = value;
      return this;
    }

    /** Largest heap of the broker's JVM. */
    public Builder heapMebibytes(int value) {
      heapMebibytes = value;
      return this;
    }

    /** One more option for the broker's JVM, after the defaults. */
    public Builder jvmOption(String value) {
      jvmOptions.add(value);
      return this;
    }

    /** Overrides one Kafka broker setting. */
    public Builder setting(String key, String value) {
      settings.put(key, value);
      return this;
    }

    /** Lets the broker outlive the process that starts it; {@link #attach()} finds it again. */
    public Builder detached(boolean value) {
      detached = value;
      return this;
    }

    /** How long a start may take. */
    public Builder readyWithin(Duration value) {
      readyWithin = value;
      return this;
    }

    /** The broker, not yet started. */
    public EmbeddedBroker build() {
      return new EmbeddedBroker(this);
    }

    /** Builds and starts it. */
    public EmbeddedBroker start() {
      return build().start();
    }
  }
}
