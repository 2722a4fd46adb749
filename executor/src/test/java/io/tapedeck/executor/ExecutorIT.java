package io.tapedeck.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
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
import io.tapedeck.executor.venue.kraken.KrakenGateway;
import io.tapedeck.localstack.harness.LocalStack;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.clock.EdgeClock;
import io.tapedeck.runtime.config.ConfigLoader;
import io.tapedeck.schemas.Topics;
import io.tapedeck.simulator.VenueSimulator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Approved commands in, orders at the venue once, and its fills on the tape; the ledger judges. */
class ExecutorIT {
  private static final String STREAM_DOWN =
      "[{\"kind\":\"refuse_connect\",\"protocol\":\"kraken-v2\",\"count\":1000}]";
  private static final long LIFE = Duration.ofSeconds(30).toNanos();
  private static final AtomicInteger RUNS = new AtomicInteger();
  private static LocalStack stack;

  @TempDir Path folder;
  private VenueSimulator venue;
  private Platform platform;
  private ExecutionService executor;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  @BeforeAll
  static void startStack() {
    stack = LocalStack.brokerAndRegistry();
  }

  @AfterAll
  static void stopStack() {
    stack.close();
  }

  @BeforeEach
  void prepare() throws Exception {
    venue = Rig.venue(folder.resolve("venue"));
    venue.play();
    platform =
        Rig.platform(
            stack.bootstrapServers(), stack.registryUrl(), "exec" + RUNS.incrementAndGet() + "-");
    Rig.prepare(stack, platform);
    await().atMost(Duration.ofSeconds(20)).until(() -> venue.state().played() > 200);
  }

  @AfterEach
  void end() throws Exception {
    stop();
    venue.close();
  }

  private void start(String... sets) {
    executor =
        ExecutorApp.service(
            Rig.config(venue.restUrl(), venue.webSocketUrl(), folder, List.of(sets)),
            platform,
            CrashPoints.NONE);
    executor.onFailure(failure::set);
    executor.start();
    await().atMost(Duration.ofSeconds(30)).until(executor::ready);
  }

  private void stop() {
    if (executor != null) {
      executor.stop(Duration.ofSeconds(10));
      executor = null;
    }
  }

  private static OrderAction market(String quantity) {
    return new OrderAction.Submit(OrderTerms.market(Side.BUY, Quantity.of(quantity)));
  }

  private static OrderAction resting() {
    return new OrderAction.Submit(
        OrderTerms.limit(Side.BUY, Quantity.of("0.01"), Price.of("10000")));
  }

  private Map<String, ClaimState> states() {
    Map<String, ClaimState> states = new HashMap<>();
    for (ClaimEntry entry : Rig.read(platform, Topics.EXECUTOR_JOURNAL)) {
      states.put(entry.intent().value(), entry.state());
    }
    return states;
  }

  private List<OrderEvent> events(OrderEventKind kind) {
    return Rig.read(platform, Topics.ORDER_EVENTS).stream().filter(e -> e.kind() == kind).toList();
  }

  private void assertFillsAgreeWithLedger() {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              List<String> atVenue =
                  Rig.ledger(venue, "fill").stream().map(f -> f.path("exec_id").asText()).toList();
              List<String> onTape =
                  events(OrderEventKind.FILLED).stream()
                      .map(e -> e.execution().id().value())
                      .toList();
              assertThat(onTape).containsExactlyInAnyOrderElementsOf(atVenue);
              assertThat(onTape).doesNotHaveDuplicates();
            });
  }

  private void assertNoDuplicates() {
    List<String> ids = new ArrayList<>();
    for (JsonNode order : Rig.ledger(venue, "order_accepted")) {
      ids.add(order.path("cl_ord_id").asText());
    }
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void sendsEachCommandOnceAndPublishesEachFillOnce() {
    start();
    List<OrderCommand> commands = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      commands.add(Rig.command("intent-" + i, market("0.0001"), LIFE));
    }
    commands.add(Rig.command("intent-3", market("0.0001"), LIFE));
    Rig.approve(platform, commands);

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              assertThat(states()).hasSize(20);
              assertThat(states().values()).containsOnly(ClaimState.ACKED);
            });
    assertThat(Rig.ledger(venue, "order_accepted")).hasSize(20);
    assertNoDuplicates();
    assertFillsAgreeWithLedger();
    Map<String, OrderEvent> onTape = new HashMap<>();
    events(OrderEventKind.FILLED).forEach(e -> onTape.put(e.execution().id().value(), e));
    for (JsonNode fill : Rig.ledger(venue, "fill")) {
      OrderEvent event = onTape.get(fill.path("exec_id").asText());
      assertThat(event.execution().quantity()).isEqualTo(Quantity.of(fill.path("qty").asText()));
      assertThat(event.execution().price()).isEqualTo(Price.of(fill.path("price").asText()));
      assertThat(event.intent()).isNotNull();
    }
    assertThat(failure.get()).isNull();
  }

  @Test
  void amendsCancelsAndTellsTheEnd() {
    start();
    Rig.approve(platform, List.of(Rig.command("rest", resting(), LIFE)));
    await().atMost(Duration.ofSeconds(20)).until(() -> !events(OrderEventKind.ACCEPTED).isEmpty());
    Rig.approve(
        platform,
        List.of(
            Rig.command(
                "amend",
                new OrderAction.Replace(
                    new IntentId("rest"), Quantity.of("0.02"), Price.of("11000")),
                LIFE),
            Rig.command("cancel", new OrderAction.Cancel(new IntentId("rest")), LIFE),
            Rig.command("cancel-nothing", new OrderAction.Cancel(new IntentId("nobody")), LIFE)));

    await().atMost(Duration.ofSeconds(20)).until(() -> !events(OrderEventKind.CANCELED).isEmpty());
    assertThat(events(OrderEventKind.REPLACED))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.intent()).isEqualTo(new IntentId("rest"));
              assertThat(event.quantity()).isEqualTo(Quantity.of("0.02"));
            });
    assertThat(events(OrderEventKind.CANCELED)).hasSize(1);
    assertThat(events(OrderEventKind.CANCEL_REJECTED)).hasSize(1);
    assertThat(states())
        .containsEntry("amend", ClaimState.ACKED)
        .containsEntry("cancel", ClaimState.ACKED)
        .containsEntry("cancel-nothing", ClaimState.EXPIRED);
  }

  @Test
  void resolvesLostAnswersByAskingAndNeverSendsAgain() {
    Rig.control(
        venue,
        "POST",
        "faults",
        "[{\"target\":\"AddOrder\",\"kind\":\"drop\",\"when\":\"after\"},"
            + "{\"target\":\"AddOrder\",\"kind\":\"drop\",\"when\":\"before\"},"
            + "{\"target\":\"AddOrder\",\"kind\":\"status\",\"status\":502,\"when\":\"after\"},"
            + "{\"target\":\"AddOrder\",\"kind\":\"status\",\"status\":503,\"when\":\"before\"},"
            + "{\"target\":\"AddOrder\",\"kind\":\"html\",\"when\":\"after\"},"
            + "{\"target\":\"AddOrder\",\"kind\":\"truncate\",\"when\":\"after\"},"
            + "{\"target\":\"AddOrder\",\"kind\":\"wrong_id\",\"when\":\"after\"}]");
    start();
    List<OrderCommand> commands = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      commands.add(Rig.command("lost-" + i, i % 2 == 0 ? market("0.01") : resting(), LIFE));
    }
    Rig.approve(platform, commands);

    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () -> {
              Map<String, ClaimState> states = states();
              assertThat(states).hasSize(8);
              assertThat(states.values()).allMatch(ClaimState::settled);
            });
    assertThat(states())
        .containsEntry("lost-0", ClaimState.RESOLVED)
        .containsEntry("lost-1", ClaimState.EXPIRED)
        .containsEntry("lost-2", ClaimState.RESOLVED)
        .containsEntry("lost-3", ClaimState.EXPIRED)
        .containsEntry("lost-4", ClaimState.RESOLVED)
        .containsEntry("lost-5", ClaimState.RESOLVED)
        .containsEntry("lost-6", ClaimState.RESOLVED)
        .containsEntry("lost-7", ClaimState.ACKED);
    assertThat(Rig.ledger(venue, "order_accepted")).hasSize(6);
    assertNoDuplicates();
    assertFillsAgreeWithLedger();
  }

  @Test
  void goesOnAfterARestartWithoutLosingOrRepeatingAFill() {
    start();
    Rig.approve(platform, List.of(Rig.command("first", market("0.01"), LIFE)));
    await().atMost(Duration.ofSeconds(20)).until(() -> !events(OrderEventKind.FILLED).isEmpty());
    stop();
    Rig.control(venue, "POST", "disconnect", "");
    start();
    Rig.approve(platform, List.of(Rig.command("second", market("0.02"), LIFE)));

    await().atMost(Duration.ofSeconds(20)).until(() -> Rig.ledger(venue, "fill").size() >= 2);
    assertFillsAgreeWithLedger();
    assertNoDuplicates();
  }

  @Test
  void refusesWhatIsTooLateKilledOrUnreadable() throws Exception {
    start();
    Rig.approve(platform, List.of(Rig.command("late", market("0.01"), -1)));
    await().atMost(Duration.ofSeconds(20)).until(() -> states().containsKey("late"));
    Files.writeString(folder.resolve("KILL"), "");
    Rig.approve(platform, List.of(Rig.command("killed", market("0.01"), LIFE)));
    await().atMost(Duration.ofSeconds(20)).until(() -> states().containsKey("killed"));
    Files.delete(folder.resolve("KILL"));
    try (var producer = platform.kafka().producer("vandal", Map.of())) {
      producer.send(
          new org.apache.kafka.clients.producer.ProducerRecord<>(
              platform.topic(Topics.ORDERS_APPROVED),
              "main".getBytes(StandardCharsets.UTF_8),
              new byte[] {9, 9}));
    }
    Rig.approve(platform, List.of(Rig.command("halted", market("0.01"), LIFE)));
    await().atMost(Duration.ofSeconds(20)).until(() -> states().containsKey("halted"));

    assertThat(states().values()).containsOnly(ClaimState.EXPIRED);
    assertThat(Rig.ledger(venue, "order_accepted")).isEmpty();
    assertThat(Rig.read(platform, Topics.EXECUTOR_DEAD_LETTERS)).hasSize(1);
    assertThat(events(OrderEventKind.EXPIRED))
        .extracting(OrderEvent::reason)
        .satisfiesExactlyInAnyOrder(
            reason -> assertThat(reason).startsWith("TOO_LATE"),
            reason -> assertThat(reason).startsWith("KILLED"),
            reason -> assertThat(reason).startsWith("ACCOUNT_HALTED"));
  }

  @Test
  @Tag("F8")
  void leavesAVenueAloneThatAsksForItAndLosesNothing() {
    Rig.control(
        venue,
        "POST",
        "faults",
        "[{\"target\":\"AddOrder\",\"kind\":\"rate_limit\",\"when\":\"before\"}]");
    start("execution.in_flight=1");
    List<OrderCommand> commands = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      commands.add(Rig.command("busy-" + i, market("0.0001"), LIFE));
    }
    Rig.approve(platform, commands);

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(states())
                    .hasSize(9)
                    .allSatisfy((id, state) -> assertThat(state.settled()).isTrue()));
    assertThat(states()).containsEntry("busy-0", ClaimState.REJECTED);
    assertThat(states().values())
        .as("the others waited until the venue could be asked again, unclaimed")
        .filteredOn(state -> state == ClaimState.ACKED)
        .hasSize(8);
    assertThat(events(OrderEventKind.REJECTED))
        .singleElement()
        .satisfies(event -> assertThat(event.reason()).contains("Rate limit exceeded"));
    List<ClaimEntry> journal = Rig.read(platform, Topics.EXECUTOR_JOURNAL);
    long refusedAt =
        journal.stream()
            .filter(entry -> entry.state() == ClaimState.REJECTED)
            .findFirst()
            .orElseThrow()
            .atNanos();
    assertThat(journal)
        .filteredOn(e -> e.state() == ClaimState.CLAIMED && e.atNanos() > refusedAt)
        .allSatisfy(e -> assertThat(e.atNanos()).isGreaterThan(refusedAt + 900_000_000L));
    assertThat(Rig.ledger(venue, "order_accepted")).hasSize(8);
    assertNoDuplicates();
    assertFillsAgreeWithLedger();
  }

  @Test
  @Tag("F32")
  void stopsWithAnErrorWhereCommandsWereRemovedBeforeItReadThem() throws Exception {
    start();
    Rig.approve(platform, List.of(Rig.command("seen", market("0.0001"), LIFE)));
    await().atMost(Duration.ofSeconds(20)).until(() -> states().containsKey("seen"));
    stop();
    List<OrderCommand> more = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      more.add(Rig.command("removed-" + i, market("0.0001"), LIFE));
    }
    Rig.approve(platform, more);
    try (Admin admin = platform.kafka().admin()) {
      Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
      for (int partition = 0; partition < 2; partition++) {
        all.put(
            new TopicPartition(platform.topic(Topics.ORDERS_APPROVED), partition),
            RecordsToDelete.beforeOffset(-1));
      }
      admin.deleteRecords(all).all().get();
    }

    executor =
        ExecutorApp.service(
            Rig.config(venue.restUrl(), venue.webSocketUrl(), folder, List.of()),
            platform,
            CrashPoints.NONE);
    executor.onFailure(failure::set);
    executor.start();

    await().atMost(Duration.ofSeconds(30)).until(() -> failure.get() != null);
    assertThat(failure.get()).hasStackTraceContaining(platform.topic(Topics.ORDERS_APPROVED));
    assertThat(Rig.ledger(venue, "order_accepted")).hasSize(1);
  }

  @Test
  @Tag("B8")
  void doesNotStartWithoutCredentials() {
    ExecutorConfig empty =
        new ConfigLoader(Map.of("execution", ExecutorConfig.class))
            .loadText(
                "test",
                "execution: {accounts: [{name: main, api_key: \"\", api_secret: \"\"}]}",
                Map.of(),
                List.of())
            .section("execution", ExecutorConfig.class);

    assertThatThrownBy(() -> ExecutorApp.service(empty, platform, CrashPoints.NONE))
        .hasMessageContaining("API key and secret are required for account operations")
        .hasMessageContaining("main");
  }

  @Test
  @Tag("F12")
  void findsWhatFilledWhileTheStreamWasDown() {
    start();
    Rig.approve(platform, List.of(Rig.command("before", market("0.0001"), LIFE)));
    await().atMost(Duration.ofSeconds(20)).until(() -> !events(OrderEventKind.FILLED).isEmpty());
    Rig.control(venue, "POST", "sockets/faults", STREAM_DOWN);
    Rig.control(venue, "POST", "disconnect", "");

    List<OrderCommand> unseen = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      unseen.add(Rig.command("unseen-" + i, market("0.0001"), LIFE));
    }
    Rig.approve(platform, unseen);

    await().atMost(Duration.ofSeconds(20)).until(() -> Rig.ledger(venue, "fill").size() >= 6);
    assertFillsAgreeWithLedger();
    Rig.control(venue, "DELETE", "sockets/faults", "");
    Rig.approve(platform, List.of(Rig.command("after", market("0.0001"), LIFE)));
    await().atMost(Duration.ofSeconds(20)).until(() -> Rig.ledger(venue, "fill").size() >= 7);
    assertFillsAgreeWithLedger();
    assertNoDuplicates();
  }

  @Test
  @Tag("F11")
  void booksEachFillOnceWhateverTheStreamDoesToItsFrames() {
    Rig.control(
        venue,
        "POST",
        "sockets/faults",
        "[{\"kind\":\"duplicate\",\"match\":\"trade\",\"count\":3},"
            + "{\"kind\":\"reorder\",\"match\":\"exec_type\",\"skip\":4,\"count\":3},"
            + "{\"kind\":\"gap\",\"match\":\"exec_type\",\"skip\":9,\"count\":2}]");
    // answers come after their orders' fills
    Rig.control(
        venue,
        "POST",
        "faults",
        "{\"target\":\"AddOrder\",\"kind\":\"delay\",\"when\":\"after\",\"delay_ms\":150,\"count\":4}");
    start();
    List<OrderCommand> commands = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      commands.add(Rig.command("mixed-" + i, market("0.0001"), LIFE));
    }
    Rig.approve(platform, commands);

    await().atMost(Duration.ofSeconds(30)).until(() -> Rig.ledger(venue, "fill").size() >= 12);
    assertFillsAgreeWithLedger();
    assertNoDuplicates();
    assertThat(events(OrderEventKind.FILLED)).allMatch(event -> event.intent() != null);
  }

  @Test
  @Tag("F11")
  @Tag("F30")
  void tellsWhatOthersDoInTheAccountAndDoesNothingAboutIt() {
    start();
    Rig.approve(platform, List.of(Rig.command("ours", resting(), LIFE)));
    await().atMost(Duration.ofSeconds(20)).until(() -> states().containsValue(ClaimState.ACKED));
    try (KrakenGateway person = Rig.gateway(venue, folder.resolve("person"))) {
      person.submit(
          InstrumentId.of("KRAKEN", "BTC/USD"),
          OrderTerms.market(Side.SELL, Quantity.of("0.5")),
          new ClientOrderId(UUID.randomUUID().toString()),
          EdgeClock.system().epochNanos() + 5_000_000_000L);
      await().atMost(Duration.ofSeconds(20)).until(() -> !events(OrderEventKind.FILLED).isEmpty());
      assertThat(events(OrderEventKind.FILLED))
          .as("an execution of an order that is not ours is told, not dropped")
          .allSatisfy(event -> assertThat(event.intent()).isNull());
      assertFillsAgreeWithLedger();

      person.cancelAll();
    }

    await().atMost(Duration.ofSeconds(20)).until(() -> !events(OrderEventKind.CANCELED).isEmpty());
    assertThat(events(OrderEventKind.CANCELED))
        .singleElement()
        .satisfies(event -> assertThat(event.intent()).isEqualTo(new IntentId("ours")));
    assertThat(platform.metrics().scrape())
        .containsPattern("execution_external_fills_total[^\\n]* [1-9]");
    assertThat(Rig.ledger(venue, "order_accepted")).as("ours and the person's").hasSize(2);
  }
}
