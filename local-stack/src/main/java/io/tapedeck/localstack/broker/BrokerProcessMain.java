package io.tapedeck.localstack.broker;

import io.tapedeck.localstack.process.ProcessShell;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Process entry of the broker: formats its data directory on first use, then serves. Started by
 * {@link EmbeddedBroker}; the first argument is a {@code server.properties} file.
 */
public final class BrokerProcessMain {
  private BrokerProcessMain() {}

  public static void main(String[] arguments) {
    ProcessShell.run(arguments, BrokerProcessMain::start);
  }

  private static AutoCloseable start(Path configuration) throws Exception {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(configuration)) {
      properties.load(reader);
    }
    formatOnFirstUse(properties);
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    server.startup();
    return () -> {
      server.shutdown();
      server.awaitShutdown();
    };
  }

  /** The formatter writes meta.properties last, so a directory with that file is complete. */
  private static void formatOnFirstUse(Properties properties) throws Exception {
    Path data = Path.of(properties.getProperty(BrokerSettings.LOG_DIRS));
    if (Files.exists(data.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(data);
    try (PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(silent)
          .setNodeId(BrokerSettings.NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(data.toString())
          .setMetadataLogDirectory(data.toString())
          .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
          .run();
    }
  }
}
