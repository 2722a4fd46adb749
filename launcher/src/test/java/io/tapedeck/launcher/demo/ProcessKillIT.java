package io.tapedeck.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.stack.ProcessStack;
import io.tapedeck.launcher.stack.Services;
import io.tapedeck.replay.JournalVerifier;
import io.tapedeck.replay.KafkaTape;
import io.tapedeck.replay.Verification;
import io.tapedeck.runtime.Platform;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every part in its own JVM, and every part killed with SIGKILL three times at seeded moments
 * between the first order and the last tick. The venue's ledger is the judge.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProcessKillIT {
  private static final int KILLS = 3;
  private static final long TICKS = 1_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path folder;
  private final Random random = new Random(20240808);
  private ProcessStack stack;
  private Platform platform;

  @BeforeAll
  void up() throws Exception {
    Settings settings =
        Settings.load(
            Settings.root().resolve("config/tapedeck.yaml"),
            List.of(
                "stack.home=" + folder.resolve("home"),
                "stack.broker_port=0",
                "stack.registry_port=0",
                "stack.ingest_port=0",
                "stack.signals_port=0",
                "stack.risk_port=0",
                "stack.executor_port=0",
                "simulator.rest_port=0",
                "simulator.websocket_port=0",
                "simulator.ticks_per_second=400"));
    stack = new ProcessStack(settings, new ProcessStack.PlayOptions(null, TICKS, true, List.of()));
    stack.up(step -> {});
    platform = stack.inForce().platform("kill-test");
    control("play");
    await().atMost(PATIENCE).until(() -> ledger().orderCount > 0);
  }

  @AfterAll
  void down() {
    stack.down(step -> {});
  }

  private LedgerFile ledger() {
    return LedgerFile.read(stack.home().simulator().resolve("ledger.jsonl"));
  }

  private JsonNode control(String what) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(stack.venueUrl() + "/control/" + what));
    if (!what.equals("state")) {
      request.POST(HttpRequest.BodyPublishers.noBody());
    }
    return new ObjectMapper()
        .readTree(
            HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ingest", "signals", "risk", "executor", "registry", "broker"})
  @Order(1)
  @Tag("F16")
  void ordersGoOnAfterThePartIsKilledThreeTimes(String part) throws Exception {
    for (int i = 0; i < KILLS; i++) {
      Thread.sleep(300 + random.nextInt(1_200));
      kill(part);
      Thread.sleep(random.nextInt(300));
      start(part);
    }
    for (String service : Services.ALL) {
      if (stack.part(service).find().isEmpty()) {
        stack.start(service); // a supervisor's work: a service may end when the broker is gone
      }
      stack.awaitReady(service);
    }
    long before = ledger().orderCount;
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(ledger().orderCount).isGreaterThan(before));
  }

  private void kill(String part) {
    switch (part) {
      case "broker" -> stack.broker().kill();
      case "registry" -> stack.registry().kill();
      default -> stack.part(part).kill();
    }
  }

  private void start(String part) throws Exception {
    switch (part) {
      case "broker" -> stack.broker().start();
      case "registry" -> stack.registry().start();
      default -> {
        stack.start(part);
        stack.awaitReady(part);
      }
    }
  }

  @Test
  @Order(2)
  @Tag("I1")
  @Tag("I6")
  void noOrderTwiceNoFillLostEveryDecisionReplays() throws Exception {
    control("pause");
    try (TapeWatch watch = new TapeWatch(platform)) {
      await()
          .atMost(Duration.ofSeconds(120))
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(
              () -> {
                watch.poll(Duration.ofSeconds(2));
                LedgerFile ledger = ledger();
                assertThat(watch.approved() + watch.denied()).isEqualTo(watch.intents());
                assertThat((long) watch.claims()).isEqualTo(watch.commands());
                assertThat(watch.openClaims()).isZero();
                assertThat(watch.fillIds()).isEqualTo(ledger.fills);
              });
      assertThat(watch.intents()).isPositive();
    }
    LedgerFile ledger = ledger();
    assertThat(ledger.fills).isNotEmpty();
    assertThat(ledger.duplicates).isZero();
    Verification verified = new JournalVerifier(new KafkaTape(platform), entries -> {}).verify();
    assertThat(verified.decisions()).isPositive();
    assertThat(verified.differences()).as(String.valueOf(verified.first())).isZero();
  }
}
