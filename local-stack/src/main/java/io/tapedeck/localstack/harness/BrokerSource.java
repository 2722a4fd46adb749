package io.tapedeck.localstack.harness;

import java.nio.file.Path;

/**
 * Where a {@link LocalStack} gets its broker from. A child JVM unless the system property {@value
 * #PROPERTY} asks for another, which is found as a service on the class path.
 */
public interface BrokerSource {
  /** Name of the system property that chooses a source by its {@link #name()}. */
  String PROPERTY = "tapedeck.broker";

  /** What {@value #PROPERTY} calls this source. */
  String name();

  /**
   * Starts a broker on a port of its choice and returns when it serves.
   *
   * @param directory for what the source keeps in files
   * @throws io.tapedeck.localstack.process.LocalStackException if it does not start
   */
  RunningBroker start(Path directory);

  /** A started broker. */
  interface RunningBroker extends AutoCloseable {
    /** {@code host:port} for clients on this machine. */
    String bootstrapServers();

    /** Stops it; its data may go with it. */
    @Override
    void close();
  }
}
