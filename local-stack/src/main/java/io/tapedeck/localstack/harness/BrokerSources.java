package io.tapedeck.localstack.harness;

import io.tapedeck.localstack.broker.EmbeddedBroker;
import io.tapedeck.localstack.process.LocalStackException;
import java.nio.file.Path;
import java.util.ServiceLoader;

/** Finds the broker source that the system property names. */
final class BrokerSources {
  private static final String EMBEDDED = "embedded";

  private BrokerSources() {}

  static BrokerSource chosen() {
    String name = System.getProperty(BrokerSource.PROPERTY, EMBEDDED);
    if (name.equals(EMBEDDED)) {
      return embedded();
    }
    return ServiceLoader.load(BrokerSource.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(source -> source.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new LocalStackException(
                    BrokerSource.PROPERTY
                        + "="
                        + name
                        + " names no source of brokers; use embedded, or container with -Pdocker"));
  }

  static BrokerSource embedded() {
    return new BrokerSource() {
      @Override
      public String name() {
        return EMBEDDED;
      }

      @Override
      public RunningBroker start(Path directory) {
        return new ChildJvmBroker(EmbeddedBroker.in(directory).start());
      }
    };
  }

  /** The child JVM, which a test may also kill, pause and restart. */
  record ChildJvmBroker(EmbeddedBroker process) implements BrokerSource.RunningBroker {
    @Override
    public String bootstrapServers() {
      return process.bootstrapServers();
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
