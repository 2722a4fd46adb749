package io.tapedeck.executor.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.ClaimState;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.executor.core.ClaimEvent;
import io.tapedeck.executor.core.ClaimPolicy;
import io.tapedeck.executor.core.SendOutcome;
import io.tapedeck.executor.crash.CrashPoints;
import io.tapedeck.executor.metrics.ExecutionMetrics;
import io.tapedeck.executor.venue.CallObserver;
import io.tapedeck.executor.venue.kraken.KrakenGateway;
import io.tapedeck.runtime.clock.EdgeClock;
import io.tapedeck.simulator.SimulatorConfig;
import io.tapedeck.simulator.SimulatorConfig.ApiAccount;
import io.tapedeck.simulator.SimulatorConfig.MarketConfig;
import io.tapedeck.simulator.SimulatorConfig.StartConfig;
import io.tapedeck.simulator.VenueSimulator;
import io.tapedeck.simulator.market.Pace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lane with the venue alone: no broker is here, so what holds here holds with Kafka down. */
class VenueLaneTest {
  private static final AccountId ACCOUNT = new AccountId("main");
  private static final String KEY = "test-key";
  private static final String SECRET = "c2VjcmV0LW9mLXRoZS10ZXN0LWFjY291bnQtMDAwMDAwMDE=";

  @TempDir Path folder;
  private VenueSimulator venue;
  private VenueLane lane;
  private KillSwitch kill;
  private int perSecond;
  private final OrdersOut ordersOut = new OrdersOut();
  private final List<Report> reports = new CopyOnWriteArrayList<>();

  private static final Books EMPTY =
      new Books() {
        @Override
        public List<VenueOrderId> working(AccountId account) {
          return List.of();
        }

        @Override
        public Quantity filled(VenueOrderId order) {
          return Quantity.ZERO;
        }

        @Override
        public boolean published(ExecutionId execution) {
          return false;
        }

        @Override
        public long missedSinceNanos(AccountId account) {
          return EdgeClock.system().epochNanos();
        }
      };

  @BeforeEach
  void startVenue() throws Exception {
    venue =
        VenueSimulator.start(
            SimulatorConfig.builder(folder.resolve("venue"))
                .accounts(new ApiAccount("main", KEY, SECRET, Map.of("USD", "1000000000")))
                .market(MarketConfig.synthetic(7, 100_000))
                .speed(Pace.rate(500))
                .start(StartConfig.onCommandOnly())
                .earliestDeadlineMillis(-1)
                .build());
    venue.play();
    await().atMost(Duration.ofSeconds(20)).until(() -> venue.state().played() > 200);
    kill = new KillSwitch(folder.resolve("KILL"));
  }

  @AfterEach
  void stop() throws Exception {
    lane.close(Duration.ofSeconds(2));
    venue.close();
  }

  private void open(String key, Duration deadMansSwitch, boolean cancelOnStop) {
    KrakenGateway gateway =
        new KrakenGateway(
            new KrakenGateway.Settings(
                "main",
                URI.create(venue.restUrl()),
                URI.create(venue.webSocketUrl()),
                key,
                SECRET,
                folder.resolve("nonce"),
                Duration.ofSeconds(1),
                Duration.ofMillis(20),
                EdgeClock.system()::epochNanos,
                CallObserver.NONE));
    lane =
        new VenueLane(
            ACCOUNT,
            gateway,
            new LaneSettings(
                new ClaimPolicy("test", 4_000_000_000L, 0),
                Duration.ofMillis(20),
                Duration.ofMillis(300),
                Duration.ofSeconds(30),
                perSecond,
                new AccountGuard("", false),
                deadMansSwitch,
                cancelOnStop),
            EdgeClock.system(),
            kill,
            ordersOut,
            CrashPoints.NONE,
            new ExecutionMetrics(new SimpleMeterRegistry()),
            EMPTY,
            reports::add);
    lane.watch();
    lane.start();
  }

  private IntentId send(OrderAction action, ClientOrderId id, boolean approved) {
    IntentId intent = new IntentId(UUID.randomUUID().toString());
    long now = EdgeClock.system().epochNanos();
    ClaimEntry claim =
        new ClaimEntry(
            intent,
            ACCOUNT,
            InstrumentId.of("KRAKEN", "BTC/USD"),
            action,
            ClaimState.CLAIMED,
            id,
            1,
            now,
            now + 4_000_000_000L,
            "",
            null,
            "",
            new Coordinates("orders-approved-v1", 0, 1));
    if (approved) {
      ordersOut.in(intent);
    }
    lane.send(claim, EdgeClock.system().monotonicNanos() + 5_000_000_000L, now);
    return intent;
  }

  private static ClientOrderId freshId() {
    return new ClientOrderId(UUID.randomUUID().toString());
  }

  private static OrderAction resting() {
    return new OrderAction.Submit(
        OrderTerms.limit(Side.BUY, Quantity.of("0.01"), Price.of("10000")));
  }

  private SendOutcome outcome(IntentId intent) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> reports.stream().anyMatch(report -> answered(report, intent)));
    Report.OfClaim answered =
        (Report.OfClaim) reports.stream().filter(r -> answered(r, intent)).findFirst().get();
    return ((ClaimEvent.Answered) answered.event()).outcome();
  }

  private static boolean answered(Report report, IntentId intent) {
    return report instanceof Report.OfClaim of
        && of.intent().equals(intent)
        && of.event() instanceof ClaimEvent.Answered;
  }

  private long ledger(String kind) throws IOException {
    return Files.readAllLines(venue.ledgerFile()).stream()
        .filter(line -> line.contains("\"kind\":\"" + kind + "\""))
        .count();
  }

  @Test
  @Tag("A83")
  void theKillFileCancelsWithinTwoSecondsAndLetsNothingNewOutNotAfterARestartEither()
      throws Exception {
    open(KEY, Duration.ZERO, false);
    for (int i = 0; i < 3; i++) {
      assertThat(outcome(send(resting(), freshId(), true)))
          .isInstanceOf(SendOutcome.Accepted.class);
    }

    Files.writeString(folder.resolve("KILL"), "by hand\n");

    await()
        .atMost(Duration.ofSeconds(2))
        .untilAsserted(() -> assertThat(ledger("order_canceled")).isEqualTo(3));
    assertThat(outcome(send(resting(), freshId(), true)).toString()).contains("KILLED");
    lane.close(Duration.ofSeconds(2));
    open(KEY, Duration.ZERO, false);
    assertThat(outcome(send(resting(), freshId(), true)).toString()).contains("KILLED");
    assertThat(ledger("order_accepted")).isEqualTo(3);

    Files.delete(folder.resolve("KILL"));

    assertThat(outcome(send(resting(), freshId(), true))).isInstanceOf(SendOutcome.Accepted.class);
  }

  @Test
  void theSignalEngagesAndIsRemembered() throws Exception {
    open(KEY, Duration.ZERO, false);
    assertThat(KillSignal.install(kill)).isTrue();

    new ProcessBuilder("kill", "-" + KillSignal.NAME, String.valueOf(ProcessHandle.current().pid()))
        .start()
        .waitFor();

    await().atMost(Duration.ofSeconds(2)).until(() -> kill.engaged() != null);
    assertThat(Files.readString(folder.resolve("KILL"))).contains("SIGUSR1");
    assertThat(new KillSwitch(folder.resolve("KILL")).engaged()).isNotNull();
    assertThat(outcome(send(resting(), freshId(), true)).toString()).contains("KILLED");
  }

  @Test
  void anOrderThatNoApprovalPaidForStopsEverything() throws Exception {
    open(KEY, Duration.ZERO, false);

    send(resting(), freshId(), false);

    await().atMost(Duration.ofSeconds(5)).until(() -> kill.engaged() != null);
    assertThat(ledger("order_accepted")).isZero();
    assertThat(outcome(send(resting(), freshId(), true)).toString()).contains("KILLED");
  }

  @Test
  @Tag("B10")
  void aKeyThatIsNotGoodLetsNothingOut() throws Exception {
    open("nobodys-key", Duration.ZERO, false);

    assertThat(outcome(send(resting(), freshId(), true)).toString())
        .contains("PREFLIGHT")
        .contains("Invalid key");
    assertThat(ledger("order_accepted")).isZero();
  }

  @Test
  void theDeadMansSwitchFiresOnlyWhenNobodyRefreshesIt() throws Exception {
    open(KEY, Duration.ofSeconds(3), false);
    assertThat(outcome(send(resting(), freshId(), true))).isInstanceOf(SendOutcome.Accepted.class);
    await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(6))
        .until(() -> ledger("order_canceled") == 0);

    lane.abandon();

    await().atMost(Duration.ofSeconds(6)).until(() -> ledger("order_canceled") == 1);
  }

  @Test
  void cancelsAllOnAStopWhereTheConfigSaysSo() throws Exception {
    open(KEY, Duration.ZERO, true);
    assertThat(outcome(send(resting(), freshId(), true))).isInstanceOf(SendOutcome.Accepted.class);

    lane.close(Duration.ofSeconds(3));

    assertThat(ledger("order_canceled")).isEqualTo(1);
  }

  @Test
  @Tag("A44")
  void moreThanTheRateWaitsForItsSecondAndIsNotLost() throws Exception {
    perSecond = 3;
    open(KEY, Duration.ZERO, false);
    assertThat(outcome(send(resting(), freshId(), true))).isInstanceOf(SendOutcome.Accepted.class);
    long begin = System.nanoTime();

    List<IntentId> sent = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      sent.add(send(resting(), freshId(), true));
    }

    sent.forEach(id -> assertThat(outcome(id)).isInstanceOf(SendOutcome.Accepted.class));
    assertThat(System.nanoTime() - begin)
        .as("seven in all, three a second: the last waits for the third second")
        .isGreaterThan(1_000_000_000L);
    assertThat(ledger("order_accepted")).isEqualTo(7);
  }

  @Test
  @Tag("A75")
  void handingOverAnOrderDoesNotWaitForTheVenue() throws Exception {
    perSecond = 1;
    open(KEY, Duration.ZERO, false);
    assertThat(outcome(send(resting(), freshId(), true))).isInstanceOf(SendOutcome.Accepted.class);

    IntentId waiting = send(resting(), freshId(), true);

    assertThat(reports)
        .as("it is on its way, its answer is not here")
        .noneMatch(r -> answered(r, waiting));
    assertThat(outcome(waiting)).isInstanceOf(SendOutcome.Accepted.class);
  }

  @Test
  @Tag("A46")
  void waitsTheRetryDelayBeforeItAsksForAnUnknownOutcomeAndBetweenItsQuestions() throws Exception {
    open(KEY, Duration.ZERO, false);
    assertThat(outcome(send(resting(), freshId(), true))).isInstanceOf(SendOutcome.Accepted.class);
    ClientOrderId id = freshId();
    IntentId intent = new IntentId("asked-for");
    long now = EdgeClock.system().epochNanos();
    long begin = System.nanoTime();

    lane.resolve(
        new ClaimEntry(
            intent,
            ACCOUNT,
            InstrumentId.of("KRAKEN", "BTC/USD"),
            resting(),
            ClaimState.OUTCOME_UNKNOWN,
            id,
            1,
            now - 10_000_000_000L,
            now - 9_000_000_000L,
            "",
            null,
            "",
            new Coordinates("orders-approved-v1", 0, 1)));

    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                reports.stream()
                    .anyMatch(
                        report ->
                            report instanceof Report.OfClaim of
                                && of.intent().equals(intent)
                                && of.event() instanceof ClaimEvent.Absent));
    assertThat(System.nanoTime() - begin)
        .as("20 ms before the first question, 20 ms before the second")
        .isGreaterThanOrEqualTo(40_000_000L);
  }
}
