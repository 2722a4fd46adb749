package io.tapedeck.signals;

import io.tapedeck.runtime.config.ConfigLoader;
import io.tapedeck.runtime.config.LoadedConfig;
import io.tapedeck.runtime.kafka.KafkaConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Configuration as a user would write it. */
final class Setup {
  static final String ACCOUNT = "paper-1";

  /** Two strategies of different kinds on one account. */
  static final String TWO_STRATEGIES =
      """
      signal:
        strategies:
          - name: momentum
            account: paper-1
          - name: patient
            account: paper-1
            instruments: ["KRAKEN:BTC/USD"]
            order_type: limit
            allow_short: true
            rest: 1s
            patience: 5s
      """;

  private Setup() {}

  static SignalsConfig signals(String yaml) {
    return load(yaml).section(SignalsConfig.class);
  }

  static KafkaConfig kafka(String bootstrap, Path stateDir) {
    String yaml = "kafka:\n  bootstrap_servers: " + bootstrap + "\n  state_dir: " + stateDir + "\n";
    return load(yaml).section(KafkaConfig.class);
  }

  private static LoadedConfig load(String yaml) {
    return new ConfigLoader(Map.of("signal", SignalsConfig.class, "kafka", KafkaConfig.class))
        .loadText(
            "test.yaml",
            yaml,
            Map.of("TAPEDECK_ROOT", System.getProperty("tapedeck.root", "..")),
            List.of());
  }
}
