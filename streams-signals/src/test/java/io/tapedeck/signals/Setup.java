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

  /** A market maker, and beside it on the same account what must not hear of its orders. */
  static final String MAKER =
      """
      signal:
        strategies:
          - name: maker
            account: paper-1
            type: market_maker
            instruments: ["KRAKEN:BTC/USD"]
            allow_short: true
            maker: {orders_per_side: 2, min_half_spread_bps: 2}
            stops: {stop_loss_percent: 2, time_exit: 60s}
          - name: cross
            account: paper-1
            type: moving_average_cross
            cross: {fast: 2s, slow: 10s}
      """;

  private Setup() {}

  static SignalsConfig signals(String yaml) {
    return load(yaml).section(SignalsConfig.class);
  }

  static KafkaConfig kafka(String bootstrap, Path stateDir) {
    return kafka(bootstrap, stateDir, 1);
  }

  /** With topics of their own. */
  static KafkaConfig prefixed(String bootstrap, Path stateDir, String prefix) {
    return load("kafka: {bootstrap_servers: '"
            + bootstrap
            + "', state_dir: '"
            + stateDir.resolve("prefixed")
            + "', topic_prefix: "
            + prefix
            + "}")
        .section(KafkaConfig.class);
  }

  static KafkaConfig kafka(String bootstrap, Path stateDir, int threads) {
    String yaml =
        "kafka:\n  bootstrap_servers: "
            + bootstrap
            + "\n  state_dir: "
            + stateDir
            + "\n  stream_threads: "
            + threads
            + "\n";
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
