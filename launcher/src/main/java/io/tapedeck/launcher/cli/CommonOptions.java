package io.tapedeck.launcher.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.stack.Unreachable;
import io.tapedeck.runtime.kafka.KafkaConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every command takes. */
final class CommonOptions {
  private static final int PROBE_MILLIS = 2_000;

  /** Forms of output. */
  enum Output {
    table,
    json
  }

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The config file (default: config/tapedeck.yaml of the installation).")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides one setting, such as kafka.bootstrap_servers=host:9092.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--output",
      paramLabel = "FORM",
      description = "table or json (default: ${DEFAULT-VALUE}).")
  private Output output = Output.table;

  boolean json() {
    return output == Output.json;
  }

  /** The config file, which need not be sound. */
  Path file() {
    return config == null ? Settings.root().resolve("config/tapedeck.yaml") : config;
  }

  Settings settings() {
    return settings(file());
  }

  /** The settings as another file would make them. */
  Settings settings(Path file) {
    return Settings.load(file, sets);
  }

  /** Settings, after making sure that a broker listens: clients would only time out slowly. */
  Settings reachable() {
    Settings settings = settings();
    String servers = settings.section(KafkaConfig.class).bootstrapServers();
    for (String server : servers.split(",")) {
      int colon = server.lastIndexOf(':');
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(
                server.substring(0, colon).strip(),
                Integer.parseInt(server.substring(colon + 1).strip())),
            PROBE_MILLIS);
        return settings;
      } catch (IOException e) {
        // the next one may answer
      }
    }
    throw new Unreachable(
        "no broker answers at "
            + servers
            + ": start one with 'tapedeck up' or 'tapedeck run broker', or correct"
            + " kafka.bootstrap_servers");
  }

  /** One object as JSON text with sorted keys. */
  static String toJson(Object value) {
    try {
      return new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not a value for JSON: " + value, e);
    }
  }
}
