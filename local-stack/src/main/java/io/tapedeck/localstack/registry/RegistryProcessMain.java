package io.tapedeck.localstack.registry;

import io.tapedeck.localstack.process.ProcessShell;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/**
 * Process entry of the schema registry. Started by {@link EmbeddedRegistry}; the first argument is
 * a properties file.
 */
public final class RegistryProcessMain {
  static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
  static final String HOST = "host";
  static final String PORT = "port";
  static final String BROKER_WITHIN_MS = "broker.within.ms";

  private RegistryProcessMain() {}

  public static void main(String[] arguments) {
    ProcessShell.run(arguments, RegistryProcessMain::start);
  }

  private static AutoCloseable start(Path configuration) throws Exception {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(configuration)) {
      properties.load(reader);
    }
    return new RegistryServer(
            properties.getProperty(BOOTSTRAP_SERVERS),
            properties.getProperty(HOST),
            Integer.parseInt(properties.getProperty(PORT)),
            Duration.ofMillis(Long.parseLong(properties.getProperty(BROKER_WITHIN_MS))))
        .start();
  }
}
