package io.tapedeck.launcher.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.cli.Tapedeck;
import io.tapedeck.launcher.stack.Endpoints;
import io.tapedeck.launcher.stack.ProcessStack;
import io.tapedeck.launcher.stack.Services;
import io.tapedeck.localstack.process.Ports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What an operator reaches for, on a stack whose parts are processes; the broker dies last. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperatorIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private final List<String> sets = new ArrayList<>();
  private Path config;
  private ProcessStack stack;
  private int executorPort;

  @BeforeAll
  void up() throws Exception {
    executorPort = Ports.free();
    sets.add("stack.home=" + folder.resolve("home"));
    sets.add("stack.executor_port=" + executorPort);
    sets.add("execution.kill_file=" + folder.resolve("home/KILL"));
    sets.add("simulator.ticks_per_second=300");
    int rest = Ports.free();
    int webSocket = Ports.free();
    sets.add("simulator.rest_port=" + rest);
    sets.add("simulator.websocket_port=" + webSocket);
    for (String port :
        List.of(
            "stack.broker_port",
            "stack.registry_port",
            "stack.ingest_port",
            "stack.signals_port",
            "stack.risk_port",
            "stack.lag_port")) {
      sets.add(port + "=" + Ports.free());
    }
    Path root = Settings.root().resolve("config");
    Files.copy(root.resolve("risk-limits.yaml"), folder.resolve("risk-limits.yaml"));
    config = folder.resolve("tapedeck.yaml");
    Files.writeString(
        config,
        Files.readString(root.resolve("tapedeck.yaml"))
            .replace("http://127.0.0.1:9201", "http://127.0.0.1:" + rest)
            .replace("ws://127.0.0.1:9202", "ws://127.0.0.1:" + webSocket));
    Settings settings = Settings.load(config, sets);
    stack =
        new ProcessStack(
            settings, new ProcessStack.PlayOptions(null, 1_000_000, false, List.of(Services.LAG)));
    stack.up(step -> {});
    sets.add("kafka.bootstrap_servers=" + stack.broker().bootstrapServers());
    sets.add("schema_registry.urls=" + stack.registry().url());
  }

  @AfterAll
  void down() {
    stack.down(step -> {});
  }

  private record Said(int code, String out) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }
  }

  private Said tapedeck(String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--config", config.toString()));
    sets.forEach(set -> all.addAll(List.of("--set", set)));
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      int code = Tapedeck.run(all.toArray(String[]::new));
      return new Said(code, out.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(before);
    }
  }

  private JsonNode json(String... command) throws IOException {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--output", "json"));
    Said said = tapedeck(all.toArray(String[]::new));
    assertThat(said.code()).as("%s: %s", List.of(command), said.out()).isZero();
    return said.json();
  }

  @Test
  @Order(1)
  @Tag("A1")
  @Tag("A4")
  @Tag("A69")
  void statusTellsHealthMemoryAndTheFourChannelsOfEveryPart() throws Exception {
    await().atMost(PATIENCE).until(() -> json("status").at("/channels/2/end_offset").asLong() > 0);
    JsonNode status = json("status");

    assertThat(status.get("parts").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "broker", "registry", "simulator", "ingest", "signals", "risk", "executor", "lag");
    for (JsonNode part : status.get("parts")) {
      assertThat(part.get("ready").asBoolean()).as(part.toString()).isTrue();
      assertThat(part.get("memory_bytes").asLong()).as(part.toString()).isGreaterThan(20L << 20);
      assertThat(part.get("problem").asText()).isEmpty();
    }
    assertThat(status.get("channels").findValuesAsText("channel"))
        .containsExactly("market data", "signals", "approved orders", "executions");
    for (JsonNode channel : status.get("channels")) {
      assertThat(channel.get("up").asBoolean()).isTrue();
    }
    assertThat(status.at("/channels/0/seconds_since_last").asDouble()).isLessThan(10);
  }

  @Test
  @Order(2)
  @Tag("A73")
  void aLogLevelIsSetWhileThePartsRun() throws Exception {
    assertThat(tapedeck("logs", "level", "io.tapedeck.risk=loud").code()).isEqualTo(2);
    assertThat(json("logs", "level", "io.tapedeck.risk=debug").at("/levels/io.tapedeck.risk"))
        .hasToString("\"DEBUG\"");

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                json("logs", "--service", "risk", "--level", "debug", "--grep", "approved intent")
                        .get("events")
                        .size()
                    > 0);
    assertThat(json("logs", "level", "io.tapedeck.risk=").get("levels")).isEmpty();
  }

  @Test
  @Order(3)
  @Tag("A2")
  @Tag("B34")
  void recentEventsOfAllPartsByLevelAndTime() throws Exception {
    JsonNode all = json("logs").get("events");
    assertThat(all.findValuesAsText("part")).contains("risk", "ingest", "executor", "broker");
    assertThat(all.findValuesAsText("time")).isSorted();
    assertThat(json("logs", "--level", "warn").get("events").findValuesAsText("level"))
        .allMatch(level -> level.equals("WARN") || level.equals("ERROR"));
    assertThat(json("logs", "--since", "2099-01-01").get("events")).isEmpty();
    assertThat(json("logs", "--service", "risk").get("events").findValuesAsText("part"))
        .containsOnly("risk");
    assertThat(tapedeck("logs", "--service", "nobody").code()).isEqualTo(2);
    assertThat(tapedeck("logs", "--level", "loud").code()).isEqualTo(2);
  }

  @Test
  @Order(4)
  @Tag("A38")
  void aChannelIsWatchedLive() {
    Said said = tapedeck("topics", "watch", "market-ticks-v1", "--max", "3");

    assertThat(said.code()).isZero();
    assertThat(said.out().lines()).hasSize(3).allMatch(line -> line.contains("KRAKEN:"));
  }

  @Test
  @Order(5)
  @Tag("A7")
  @Tag("A40")
  @Tag("A67")
  @Tag("B38")
  void restartsOnePartOrAllServicesInOrderAndTheyGoOn() throws Exception {
    assertThat(tapedeck("restart", "nobody").code()).isEqualTo(2);
    long before = stack.part("risk").find().orElseThrow().pid();
    json("restart");
    assertThat(stack.part("risk").find().orElseThrow().pid()).isNotEqualTo(before);
    long started =
        stack
            .part("ingest")
            .find()
            .orElseThrow()
            .info()
            .startInstant()
            .orElseThrow()
            .toEpochMilli();
    for (String later : List.of("risk", "signals", "executor")) {
      assertThat(
              stack
                  .part(later)
                  .find()
                  .orElseThrow()
                  .info()
                  .startInstant()
                  .orElseThrow()
                  .toEpochMilli())
          .as(later)
          .isGreaterThanOrEqualTo(started);
    }
    long orders = json("status").at("/channels/2/end_offset").asLong();
    await()
        .atMost(PATIENCE)
        .until(() -> json("status").at("/channels/2/end_offset").asLong() > orders);
  }

  @Test
  @Order(6)
  void aPartThatDiedIsToldFromOneThatWasStopped() throws Exception {
    ProcessHandle lag = stack.part("lag").find().orElseThrow();
    lag.destroyForcibly();
    lag.onExit().join();

    Said said = tapedeck("status", "--output", "json");

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.json().at("/parts/lag/problem").asText())
        .startsWith("ended without being stopped")
        .contains("lag.log");
    json("restart", "lag");
  }

  @Test
  @Order(7)
  @Tag("A13")
  @Tag("B35")
  @Tag("B36")
  void theDoctorFindsAHealthyStackHealthyAndSaysWhatToDoOtherwise() throws Exception {
    JsonNode healthy = json("doctor");

    assertThat(healthy.get("healthy").asBoolean()).isTrue();
    assertThat(healthy.get("findings").findValuesAsText("check"))
        .contains(
            "config",
            "limits file",
            "model",
            "java",
            "memory",
            "cpu",
            "disk",
            "stack.home",
            "broker",
            "topics",
            "limits",
            "registry",
            "schemas",
            "dns 127.0.0.1")
        .anyMatch(check -> check.endsWith("/0/public/Time"));

    Said ill =
        tapedeck(
            "doctor",
            "--output",
            "json",
            "--set",
            "signal.model_path=/no/such/model.onnx",
            "--set",
            "topics.partitions=7");
    assertThat(ill.code()).isEqualTo(1);
    Map<String, JsonNode> failing = new HashMap<>();
    for (JsonNode finding : ill.json().get("findings")) {
      if (finding.get("verdict").asText().equals("FAIL")) {
        failing.put(finding.get("check").asText(), finding);
        assertThat(finding.get("remedy").asText()).as(finding.toString()).isNotBlank();
      }
    }
    assertThat(failing).containsOnlyKeys("model", "topics");
  }

  @Test
  @Order(8)
  @Tag("A3")
  @Tag("A71")
  void resourcesOfTheMachineOfEachPartAndOfItsBusiestThreads() throws Exception {
    JsonNode found = json("resources", "--threads", "3");

    assertThat(found.at("/machine/memory_total_bytes").asDouble()).isPositive();
    assertThat(found.at("/machine/disk_percent").asDouble()).isBetween(0.0, 100.0);
    assertThat(found.get("parts").findValuesAsText("part")).contains("broker", "risk", "executor");
    for (JsonNode part : found.get("parts")) {
      assertThat(part.get("threads").asInt()).as(part.toString()).isGreaterThan(5);
      assertThat(part.get("memory_mib").asInt()).as(part.toString()).isPositive();
    }
    assertThat(found.get("threads").size()).isEqualTo(3 * found.get("parts").size());

    JsonNode top = json("top", "--once");
    assertThat(top.at("/ready/risk").asBoolean()).isTrue();
    assertThat(top.at("/per_second/ticks").asDouble()).isPositive();
    assertThat(top.at("/lag_seconds/tapedeck-risk-v1").asText()).isNotBlank();
  }

  @Test
  @Order(9)
  @Tag("A89")
  @Tag("A90")
  void diagnosticsHoldWhatHelpsAndNoSecret() throws Exception {
    Path home = stack.home().folder();
    Files.writeString(
        home.resolve("run/canary.log"),
        "2026-01-01T00:00:00.000Z ERROR [main] x - login failed password=canary-one\n"
            + "Authorization: Bearer canary-two-canary-two\n");
    Files.writeString(home.resolve("canary.txt"), "canary-three");

    Path archive =
        Path.of(
            json("diagnostics", "collect", "--out", folder.toString(), "--since", "2000-01-01")
                .get("archive")
                .asText());
    assertThat(archive.getFileName().toString()).matches("diagnostics-\\d{8}-\\d{6}\\.tar\\.gz");
    assertThat(Files.getPosixFilePermissions(archive)).hasSize(2);
    Path unpacked = folder.resolve("unpacked");
    Archive.unpack(archive, unpacked);

    StringBuilder all = new StringBuilder();
    for (String name :
        List.of(
            "system.json",
            "status.json",
            "doctor.json",
            "config/tapedeck.yaml",
            "config/risk-limits.yaml",
            "errors.log",
            "logs/risk.log",
            "logs/canary.log",
            "logs/broker.log",
            "metrics/executor.txt",
            "metrics/lag.txt",
            "checksums.txt")) {
      all.append(Files.readString(unpacked.resolve(name)));
    }
    assertThat(all)
        .contains("\"version\"", "login failed", "tapedeck-risk-v1")
        .doesNotContain("canary-");
    for (String secret : Files.readAllLines(home.resolve("simulator/credentials"))) {
      assertThat(all).doesNotContain(secret);
    }
    Files.delete(home.resolve("run/canary.log"));
  }

  @Test
  @Order(10)
  @Tag("A85")
  @Tag("U12")
  void anIncidentIsReportedAndItsCapsuleVerifiedWithoutACluster() throws Exception {
    json("breaker", "activate", "--reason", "drill for the report");
    json("breaker", "deactivate", "--reason", "end of the drill");
    Path archive =
        Path.of(
            json("incident", "create", "--title", "a drill", "--out", folder.toString())
                .get("archive")
                .asText());

    Path unpacked = folder.resolve("incident");
    Archive.unpack(archive, unpacked);
    assertThat(Files.readString(unpacked.resolve("report.md")))
        .contains("# Incident: a drill", "drill for the report", "**approved**", "What it cost");
    Said verified =
        tapedeck(
            "replay",
            "verify",
            "--capsule",
            archive.toString(),
            "--output",
            "json",
            "--set",
            "kafka.bootstrap_servers=127.0.0.1:1");
    assertThat(verified.code()).as(verified.out()).isZero();
    assertThat(verified.json().get("decisions").asLong()).isPositive();

    byte[] damaged = Files.readAllBytes(archive);
    damaged[damaged.length / 2] ^= 1;
    Path broken = Files.write(folder.resolve("broken.tar.gz"), damaged);
    assertThat(tapedeck("replay", "verify", "--capsule", broken.toString()).code()).isEqualTo(1);
  }

  /**
   * The parts were killed and restarted, the doctor asked the venue, bundles were made: the venue's
   * secret, with which every request was signed, is in the file that keeps it and nowhere else.
   */
  @Test
  @Order(99)
  @Tag("I10")
  void theVenuesSecretIsInItsOwnFileAndNowhereElse() throws Exception {
    Path credentials = stack.home().simulator().resolve("credentials");
    SecretHunt hunt = new SecretHunt(Files.readAllLines(credentials));

    hunt.topics(stack.inForce().platform("secret-hunt"));
    hunt.files(folder);
    hunt.commandLines();

    assertThat(hunt.records()).isGreaterThan(1_000);
    assertThat(hunt.found()).containsExactly(folder.relativize(credentials).toString());
  }

  private String executorSays() {
    return Endpoints.ready("127.0.0.1", executorPort)
        .map(health -> health.detail("executor"))
        .orElse("");
  }

  @Test
  @Order(100)
  @Tag("A82")
  @Tag("I8")
  void theEmergencyStopWorksWithTheBrokerDeadAndSurvivesARestart() throws Exception {
    stack.broker().kill();
    long begun = System.nanoTime();
    Said said = tapedeck("stop", "--reason", "drill", "--output", "json");

    assertThat(said.code()).as(said.out()).isZero();
    assertThat(said.json().get("kill_file").asText()).startsWith("written");
    assertThat(said.json().get("record").asText()).contains("no broker answers");
    await().atMost(Duration.ofSeconds(2)).until(() -> executorSays().contains("killed"));
    Path ledger = stack.home().simulator().resolve("ledger.jsonl");
    await()
        .atMost(Duration.ofSeconds(2))
        .until(
            () ->
                json("logs", "--service", "executor", "--grep", "killed: all orders")
                        .get("events")
                        .size()
                    > 0);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
    String after = Files.readString(ledger);

    stack.broker().start();
    stack.restart(List.of("executor"), step -> {});
    assertThat(executorSays()).contains("killed");
    Thread.sleep(1_000);
    assertThat(orders(Files.readString(ledger))).as("nothing was sent").isEqualTo(orders(after));

    assertThat(tapedeck("stop", "--release").code()).as("without a reason").isEqualTo(2);
    json("stop", "--release", "--reason", "drill over");
    await().atMost(PATIENCE).until(() -> executorSays().equals("takes commands"));
  }

  private static long orders(String ledger) {
    return ledger.lines().filter(line -> line.contains("order_accepted")).count();
  }
}
