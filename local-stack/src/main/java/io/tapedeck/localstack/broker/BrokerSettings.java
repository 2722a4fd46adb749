package io.tapedeck.localstack.broker;

import io.tapedeck.localstack.process.Ports;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The configuration of the one-node cluster, each deviation from Kafka's defaults with its reason.
 */
final class BrokerSettings {
  static final int NODE_ID = 1;
  static final String LOG_DIRS = "log.dirs";
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final int MEBIBYTE = 1 << 20;

  private BrokerSettings() {}

  static Map<String, String> of(
      Path data, int port, int controllerPort, Map<String, String> overrides) {
    Map<String, String> settings = new LinkedHashMap<>();
    network(settings, port, controllerPort);
    settings.put(LOG_DIRS, data.toString());
    oneNode(settings);
    smallMachine(settings);
    keepEverything(settings);
    settings.putAll(overrides);
    return settings;
  }

  private static void network(Map<String, String> settings, int port, int controllerPort) {
    String broker = "PLAINTEXT://" + Ports.LOOPBACK + ":" + port;
    String controller = Ports.LOOPBACK + ":" + controllerPort;
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", String.valueOf(NODE_ID));
    settings.put("listeners", broker + "," + CONTROLLER_LISTENER + "://" + controller);
    settings.put("advertised.listeners", broker);
    settings.put("controller.listener.names", CONTROLLER_LISTENER);
    settings.put("controller.quorum.voters", NODE_ID + "@" + controller);
    settings.put("inter.broker.listener.name", "PLAINTEXT");
    settings.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
  }

  private static void oneNode(Map<String, String> settings) {
    for (String topic : new String[] {"offsets.topic", "transaction.state.log"}) {
      settings.put(topic + ".num.partitions", "1");
      settings.put(topic + ".replication.factor", "1");
    }
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("share.coordinator.state.topic.num.partitions", "1");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    // Topics come from the one catalogue; a misspelt name must fail, not appear.
    settings.put("auto.create.topics.enable", "false");
    settings.put("group.initial.rebalance.delay.ms", "0");
    // After a kill the restarted broker waits for its old session to time out.
    settings.put("broker.session.timeout.ms", "2000");
    settings.put("broker.heartbeat.interval.ms", "500");
    settings.put("controlled.shutdown.enable", "true");
  }

  private static void smallMachine(Map<String, String> settings) {
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    settings.put("background.threads", "2");
    settings.put("log.segment.bytes", String.valueOf(64 * MEBIBYTE));
    settings.put("log.index.size.max.bytes", String.valueOf(MEBIBYTE));
    settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(8 * MEBIBYTE));
  }

  /**
   * A played tape carries the time of its market, often years ago: under Kafka's default retention
   * of a week it would be deleted as it is written. And consumers that start only from a known
   * offset must find theirs after a holiday.
   */
  private static void keepEverything(Map<String, String> settings) {
    settings.put("log.retention.ms", "-1");
    settings.put("offsets.retention.minutes", String.valueOf(10 * 365 * 24 * 60));
  }
}
