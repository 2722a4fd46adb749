package io.tapedeck.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.ClaimState;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import io.tapedeck.executor.crash.CrashPoints;
import io.tapedeck.localstack.harness.LocalStack;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import io.tapedeck.simulator.VenueSimulator;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The executor's JVM is halted at a named point, then another takes over. The venue's own ledger
 * says that no order was sent twice and that no fill is missing on the tape.
 */
@Tag("U6")
@Tag("I2")
@Tag("I3")
class ExecutorCrashIT {
  private static final long LIFE = Duration.ofSeconds(60).toNanos();
  private static final AtomicInteger RUNS = new AtomicInteger();
  private static LocalStack stack;

  private static final OrderAction MARKET =
      new OrderAction.Submit(OrderTerms.market(Side.BUY, Quantity.of("0.0001")));

  @TempDir Path folder;
  private OrderAction first = MARKET;
  private String faults = "";

  @BeforeAll
  static void startStack() {
    stack = LocalStack.brokerAndRegistry();
  }

  @AfterAll
  static void stopStack() {
    stack.close();
  }

  @Test
  @Tag("F1")
  void afterPoll() throws Exception {
    crashAndTakeOver("after-poll:1");
  }

  @Test
  @Tag("F2")
  void afterClaimProduced() throws Exception {
    Map<String, ClaimState> states = crashAndTakeOver("after-claim-produced:1");
    assertThat(states.values()).containsOnly(ClaimState.ACKED);
  }

  @Test
  @Tag("F3")
  void afterClaimCommittedAndAgainWhileRecovering() throws Exception {
    crashAndTakeOver("after-claim-committed:1", "during-recovery:1");
  }

  @Test
  @Tag("F4")
  void afterBytesOfTheMarketOrderWereSent() throws Exception {
    Map<String, ClaimState> states = crashAndTakeOver("after-send:1");
    assertThat(states.get("market-0")).isEqualTo(ClaimState.RESOLVED);
  }

  @Test
  @Tag("F4")
  void afterBytesOfTheRestingOrderWereSent() throws Exception {
    Map<String, ClaimState> states = crashAndTakeOver("after-send:2");
    assertThat(states.get("resting-1")).isEqualTo(ClaimState.RESOLVED);
  }

  @Test
  @Tag("F3")
  void beforeTheFirstByte() throws Exception {
    crashAndTakeOver("before-send:1");
  }

  @Test
  @Tag("F6")
  void afterOutcomeProduced() throws Exception {
    crashAndTakeOver("after-outcome-produced:1");
  }

  @Test
  @Tag("F6")
  void afterResponse() throws Exception {
    Map<String, ClaimState> states = crashAndTakeOver("after-response:1");
    assertThat(states.get("market-0")).isEqualTo(ClaimState.RESOLVED);
  }

  @Test
  @Tag("F6")
  void afterOutcomeCommitted() throws Exception {
    crashAndTakeOver("after-outcome-committed:1");
  }

  @Test
  @Tag("F5")
  void afterBytesThatTheVenueNeverReceived() throws Exception {
    faults = "{\"target\":\"AddOrder\",\"kind\":\"drop\",\"when\":\"before\"}";
    Map<String, ClaimState> states = crashAndTakeOver("after-send:1");
    assertThat(states).containsEntry("market-0", ClaimState.EXPIRED);
  }

  @Test
  @Tag("F5")
  void afterBytesThatTheVenueRefused() throws Exception {
    first = new OrderAction.Submit(OrderTerms.market(Side.BUY, Quantity.of("0.000000001")));
    Map<String, ClaimState> states = crashAndTakeOver("after-send:1");
    assertThat(states).containsEntry("market-0", ClaimState.EXPIRED);
  }

  /** A is paused between its claim and its first byte; B takes over; A goes on. */
  @Test
  @Tag("F7")
  void aPausedExecutorThatGoesOnSendsNothingAndEnds() throws Exception {
    String prefix = "crash" + RUNS.incrementAndGet() + "-";
    try (VenueSimulator venue = Rig.venue(folder.resolve("venue-" + prefix))) {
      Platform platform = prepared(venue, prefix);
      Process paused = child(venue, prefix, "before-send:1:stop");
      try {
        await().atMost(Duration.ofSeconds(60)).until(() -> stopped(paused));
        assertThat(Rig.ledger(venue, "order_accepted")).isEmpty();
        ExecutionService second = takeOver(venue, platform);
        try {
          Map<String, ClaimState> states = judge(venue, platform);
          assertThat(states).containsEntry("market-0", ClaimState.EXPIRED);

          new ProcessBuilder("kill", "-CONT", String.valueOf(paused.pid())).start().waitFor();

          assertThat(paused.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
          assertThat(paused.exitValue()).as("fenced").isNotZero();
          assertThat(judge(venue, platform)).isEqualTo(states);
        } finally {
          second.stop(Duration.ofSeconds(10));
        }
      } finally {
        paused.destroyForcibly();
      }
    }
  }

  private static boolean stopped(Process process) throws IOException {
    return Files.readString(Path.of("/proc/" + process.pid() + "/stat")).contains(") T ");
  }

  private Platform prepared(VenueSimulator venue, String prefix) {
    venue.play();
    Platform platform = Rig.platform(stack.bootstrapServers(), stack.registryUrl(), prefix);
    Rig.prepare(stack, platform);
    await().atMost(Duration.ofSeconds(20)).until(() -> venue.state().played() > 200);
    if (!faults.isEmpty()) {
      Rig.control(venue, "POST", "faults", faults);
    }
    Rig.approve(platform, commands());
    return platform;
  }

  private ExecutionService takeOver(VenueSimulator venue, Platform platform) {
    ExecutionService second =
        ExecutorApp.service(
            Rig.config(venue.restUrl(), venue.webSocketUrl(), folder, List.of()),
            platform,
            CrashPoints.NONE);
    second.start();
    return second;
  }

  /** As often as {@code crash.repetitions} says; the states are those of the last time. */
  private Map<String, ClaimState> crashAndTakeOver(String... crashes) throws Exception {
    Map<String, ClaimState> states = Map.of();
    for (int i = 0; i < Integer.getInteger("crash.repetitions", 1); i++) {
      states = crashOnce(crashes);
    }
    return states;
  }

  private Map<String, ClaimState> crashOnce(String... crashes) throws Exception {
    String prefix = "crash" + RUNS.incrementAndGet() + "-";
    try (VenueSimulator venue = Rig.venue(folder.resolve("venue-" + prefix))) {
      Platform platform = prepared(venue, prefix);
      for (String crash : crashes) {
        assertThat(runChild(venue, prefix, crash)).as(crash).isEqualTo(137);
      }
      ExecutionService second = takeOver(venue, platform);
      try {
        return judge(venue, platform);
      } finally {
        second.stop(Duration.ofSeconds(10));
      }
    }
  }

  private List<OrderCommand> commands() {
    OrderAction resting =
        new OrderAction.Submit(OrderTerms.limit(Side.BUY, Quantity.of("0.01"), Price.of("10000")));
    return List.of(
        Rig.command("market-0", first, LIFE),
        Rig.command("resting-1", resting, LIFE),
        Rig.command("market-2", MARKET, LIFE));
  }

  private int runChild(VenueSimulator venue, String prefix, String crash) throws Exception {
    Process child = child(venue, prefix, crash);
    try {
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("the point was reached").isTrue();
      return child.exitValue();
    } finally {
      child.destroyForcibly();
    }
  }

  private Process child(VenueSimulator venue, String prefix, String crash) throws IOException {
    List<String> line =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ExecutorChild.class.getName(),
            stack.bootstrapServers(),
            stack.registryUrl(),
            prefix,
            venue.restUrl(),
            venue.webSocketUrl(),
            folder.toString());
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put(CrashPoints.VARIABLE, crash);
    File log = folder.resolve("child-" + crash.replace(':', '-') + ".log").toFile();
    return builder.redirectErrorStream(true).redirectOutput(log).start();
  }

  private static Map<String, ClaimState> judge(VenueSimulator venue, Platform platform) {
    Map<String, ClaimState> states = new HashMap<>();
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () -> {
              for (ClaimEntry entry : Rig.read(platform, Topics.EXECUTOR_JOURNAL)) {
                states.put(entry.intent().value(), entry.state());
              }
              assertThat(states).hasSize(3);
              assertThat(states.values()).allMatch(ClaimState::settled);
              assertThat(filledOnTape(platform)).containsExactlyInAnyOrderElementsOf(filled(venue));
            });
    Map<String, Integer> ends = new HashMap<>();
    Rig.read(platform, Topics.EXECUTOR_JOURNAL).stream()
        .filter(entry -> entry.state().settled())
        .forEach(entry -> ends.merge(entry.intent().value(), 1, Integer::sum));
    assertThat(ends.values()).as("each intent ends once").hasSize(3).containsOnly(1);
    Map<String, String> intents = new HashMap<>();
    Map<String, Long> claimed = new HashMap<>();
    for (ClaimEntry entry : Rig.read(platform, Topics.EXECUTOR_JOURNAL)) {
      intents.put(entry.clientOrderId().value(), entry.intent().value());
      if (entry.state() == ClaimState.CLAIMED) {
        claimed.put(entry.intent().value(), entry.atNanos());
      }
    }
    Set<String> accepted = new HashSet<>();
    for (JsonNode order : Rig.ledger(venue, "order_accepted")) {
      String intent = intents.get(order.path("cl_ord_id").asText());
      assertThat(claimed.get(intent))
          .as("claimed before the venue received it")
          .isLessThan(order.path("receivedAtNs").asLong());
      assertThat(accepted.add(intent)).as("one venue order for " + intent).isTrue();
      assertThat(states.get(intent)).isIn(ClaimState.ACKED, ClaimState.RESOLVED);
    }
    states.forEach(
        (intent, state) ->
            assertThat(accepted.contains(intent)).isEqualTo(state != ClaimState.EXPIRED));
    return states;
  }

  private static List<String> filled(VenueSimulator venue) {
    return Rig.ledger(venue, "fill").stream().map(f -> f.path("exec_id").asText()).toList();
  }

  private static List<String> filledOnTape(Platform platform) {
    List<String> ids = new ArrayList<>();
    for (OrderEvent event : Rig.read(platform, Topics.ORDER_EVENTS)) {
      if (event.kind() == OrderEventKind.FILLED) {
        ids.add(event.execution().id().value());
      }
    }
    return ids;
  }
}
