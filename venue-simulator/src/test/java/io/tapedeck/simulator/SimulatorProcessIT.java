package io.tapedeck.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulator as a process that is killed while orders come in. */
class SimulatorProcessIT {
  @TempDir Path folder;

  private Process start(Path config) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            SimulatorProcessMain.class.getName(),
            "--config",
            config.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("out.log").toFile())
        .start();
  }

  private String restUrl(Process process) {
    Path endpoints = folder.resolve(SimulatorProcessMain.ENDPOINTS_FILE);
    JsonNode[] found = new JsonNode[1];
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              if (!Files.exists(endpoints)) {
                return false;
              }
              found[0] = SocketClient.json(Files.readString(endpoints));
              return found[0].path("pid").asLong() == process.pid();
            });
    return found[0].path("rest").asText();
  }

  @Test
  void whatWasAnsweredBeforeAKillIsThereAfterIt() throws Exception {
    Path config = folder.resolve("simulator.json");
    Files.writeString(
        config,
        """
        {
          "ledgerDirectory": "%s",
          "accounts": [
            {"name": "main", "key": "%s", "secret": "%s", "balances": {"USD": "1000000"}}
          ],
          "market": {"symbols": ["BTC/USD"], "seed": 3, "ticks": 1000000},
          "speed": {"kind": "RATE", "value": 5000},
          "start": {"onCommand": false, "subscribers": 0},
          "uniqueness": "ALL"
        }
        """
            .formatted(folder, RestClient.KEY, RestClient.SECRET));
    Set<String> answered = new HashSet<>();
    for (int round = 0; round < 3; round++) {
      Process process = start(config);
      try {
        RestClient rest = new RestClient(restUrl(process));
        Awaitility.await()
            .until(() -> rest.get("/control/state").path("ticks_played").asLong() > 100);
        AtomicInteger accepted = new AtomicInteger();
        Thread killer =
            new Thread(
                () -> {
                  while (accepted.get() < 20) {
                    Thread.onSpinWait();
                  }
                  process.destroyForcibly();
                });
        killer.start();
        assertThatThrownBy(
                () -> {
                  while (true) {
                    answered.add(
                        rest.result(
                                "AddOrder",
                                "pair",
                                "XBTUSD",
                                "type",
                                "buy",
                                "ordertype",
                                "market",
                                "volume",
                                "0.001")
                            .at("/txid/0")
                            .asText());
                    accepted.incrementAndGet();
                  }
                })
            .isInstanceOf(IOException.class);
        killer.join();
      } finally {
        process.destroyForcibly().waitFor();
      }
    }

    Process last = start(config);
    try {
      RestClient rest = new RestClient(restUrl(last));
      for (String txid : answered) {
        assertThat(rest.result("QueryOrders", "txid", txid).at("/" + txid + "/status").asText())
            .isEqualTo("closed");
      }
      assertThat(answered).hasSizeGreaterThanOrEqualTo(60);
      JsonNode summary = rest.get("/control/ledger");
      assertThat(summary.path("orders").asInt()).isBetween(answered.size(), answered.size() + 3);
    } finally {
      last.destroyForcibly().waitFor();
    }
  }

  @Test
  void anUnknownKeyInTheConfigIsNamedWithItsPlace() throws Exception {
    Path config = folder.resolve("simulator.json");
    Files.writeString(config, "{\n  \"ledgerDirectory\": \"x\",\n  \"sped\": 1\n}\n");
    assertThatThrownBy(() -> SimulatorConfig.read(config))
        .hasMessageContaining("sped")
        .hasMessageContaining("line: ");
  }
}
