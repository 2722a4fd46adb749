package io.tapedeck.risk.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent.PoisonReceived;
import io.tapedeck.localstack.process.ChildJvm;
import io.tapedeck.localstack.process.LocalStackException;
import io.tapedeck.risk.Given;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.registry.RegistryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One risk service through faults of broker, registry, disk and process, with intents and marks
 * going on all the time; after each of them everything that {@link TapeJudge} asks holds. Seconds
 * each; with {@code -Pchaos} as long and as often as the list of faults says.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RiskFaultIT {
  private static final boolean FULL = Boolean.getBoolean("tapedeck.chaos");
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String RISK = "risk";

  @TempDir static Path folder;
  private static RiskStand.Broker broker;
  private static RiskStand stand;
  private static ChildJvm risk;
  private static Feeder feeder;

  @BeforeAll
  static void start() throws Exception {
    broker = RiskStand.Broker.in(folder);
    stand = new RiskStand(broker, folder, "fault");
    stand.limits(1, Map.of("max_state_lag_seconds", "2"));
    stand.mark("60000");
    risk = stand.start(RISK, "0");
    feeder = new Feeder(stand);
    feeder.start();
  }

  @AfterAll
  static void stop() throws Exception {
    feeder.end();
    stand.close();
    broker.close();
  }

  /** What the feeder sends goes on being decided, and everything so far holds. */
  private static List<JournalEntry> decidesAndHolds() throws Exception {
    if (!risk.isAlive()) {
      risk = stand.start(RISK, "0"); // a supervisor's work
    }
    long before = stand.decided();
    await().atMost(PATIENCE).until(() -> stand.decided() > before);
    feeder.hold();
    try {
      stand.settled(RISK);
      return stand.judge().everythingHolds();
    } finally {
      feeder.goOn();
    }
  }

  @Test
  @Order(1)
  @Tag("F16")
  void theBrokerIsKilledUnderLoad() throws Exception {
    assumeTrue(FULL, "ProcessKillIT kills the broker in the default build");
    for (int i = 0; i < 20; i++) {
      pause(500);
      broker.kafka().kill();
      broker.kafka().start();
    }
    decidesAndHolds();
  }

  @Test
  @Order(2)
  void theBrokerIsDownForAWhile() throws Exception {
    for (int seconds : FULL ? new int[] {60, 70} : new int[] {2}) {
      broker.kafka().kill();
      pause(seconds * 1_000L);
      assertThat(risk.isAlive()).as("waits, alive").isTrue();
      broker.kafka().start();
      long back = System.nanoTime();
      decidesAndHolds();
      assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(60));
    }
  }

  /**
   * Longer than a transaction may live and than a batch may wait: it expires, the next goes out.
   */
  @Test
  @Order(3)
  @Tag("F18")
  void theBrokerIsFrozenForLongerThanATransactionLives() throws Exception {
    for (int i = 0; i < (FULL ? 4 : 1); i++) {
      broker.kafka().pause();
      pause(FULL ? 15_000 : 4_500);
      broker.kafka().resume();
      decidesAndHolds();
    }
  }

  @Test
  @Order(4)
  @Tag("F19")
  void theRegistryIsDownWhileItRunsAndWhenItStarts() throws Exception {
    decidesAndHolds();
    broker.registry().pause(); // as slow as can be
    try {
      decidesAndHolds(); // all it needs is known to it
    } finally {
      broker.registry().resume();
    }
    broker.registry().kill();
    decidesAndHolds();
    risk.kill();
    int said = Files.readString(stand.log(RISK, "0")).length();
    Thread later =
        new Thread(
            () -> {
              await().atMost(PATIENCE).until(() -> saidSince(said).contains("does not answer"));
              pause(FULL ? 60_000 : 500);
              broker.registry().start();
            });
    later.start();
    long before = stand.decided();
    risk = stand.start(RISK, "0"); // returns when it decides: it waited
    later.join();
    assertThat(saidSince(said)).contains("schema registry").contains("trying again");
    await().atMost(PATIENCE).until(() -> stand.decided() > before);
    decidesAndHolds();
  }

  private static String saidSince(int length) throws IOException {
    return Files.readString(stand.log(RISK, "0")).substring(length);
  }

  @Test
  @Order(5)
  @Tag("F21")
  void itIsKilledAtAnyMomentAndRightAfterEachRestore() throws Exception {
    Random random = new Random(20241125);
    for (int i = 0; i < (FULL ? 10 : 1); i++) {
      pause(FULL ? 20_000 + random.nextInt(40_000) : random.nextInt(600));
      risk.kill();
      risk = stand.start(RISK, "0");
      if (i % 2 == 0) {
        risk.kill(); // it has just restored
        risk = stand.start(RISK, "0");
      }
    }
    decidesAndHolds();
  }

  /** A zombie: frozen until another has its partitions, then woken with its transaction open. */
  @Test
  @Order(6)
  void aFrozenOwnerWakesUpWhenAnotherHasTakenOver() throws Exception {
    assumeTrue(FULL, "RiskTakeOverIT has the take-overs of the default build");
    for (int seconds : new int[] {3, 12, 60}) {
      ChildJvm other = stand.start(RISK, "1");
      pause(500);
      risk.pause();
      pause(seconds * 1_000L); // beyond its session: the other takes all partitions
      risk.resume();
      pause(1_000);
      other.stop();
      decidesAndHolds();
    }
  }

  /** Frozen alone, it finds old intents when it wakes: they are refused for their age. */
  @Test
  @Order(7)
  void whatWaitedTooLongIsRefusedForTheLag() throws Exception {
    for (int seconds : FULL ? new int[] {3, 12, 60} : new int[] {4}) {
      long before = lagDenials();
      risk.pause();
      pause(seconds * 1_000L);
      risk.resume();
      decidesAndHolds();
      assertThat(lagDenials()).as("after " + seconds + " s").isGreaterThan(before);
    }
  }

  private static long lagDenials() {
    return stand.judge().decisions().stream()
        .filter(d -> d.denials().contains(CheckCode.STATE_LAG))
        .count();
  }

  @Test
  @Order(8)
  void aCorruptStateDirectoryIsNeverServed() throws Exception {
    stopped();
    tamper(bytes -> new Random(1).nextBytes(bytes));
    startedOrRefused();
    decidesAndHolds();

    if (FULL) {
      stopped();
      tamper(bytes -> Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0));
      startedOrRefused();
      decidesAndHolds();

      stopped();
      delete(stand.stateDir(RISK, "0"));
      risk = stand.start(RISK, "0");
      decidesAndHolds();
    }

    if (FULL) {
      aStoreOfABuildThatThisOneDoesNotUnderstandIsRefused();
    }
  }

  private static void aStoreOfABuildThatThisOneDoesNotUnderstandIsRefused() throws Exception {
    stopped();
    delete(stand.stateDir(RISK, "0"));
    TopicPartition changelog = stand.changelog(RISK, 0);
    byte[] known = stand.replaceInStore(changelog, "h", new byte[] {1, 2, 3});
    assertThatThrownBy(() -> stand.start(RISK, "0")).isInstanceOf(LocalStackException.class);
    assertThat(Files.readString(stand.log(RISK, "0")))
        .contains("the stored head of the risk state ends early");
    delete(stand.stateDir(RISK, "0"));
    stand.replaceInStore(changelog, "h", known);
    startedOrRefused();
    decidesAndHolds();
  }

  private static void stopped() throws Exception {
    feeder.hold();
    stand.settled(RISK);
    risk.stop(); // in good order: its store counts as whole
  }

  /** Detected: it ends, and starts on a wiped directory; or rebuilt by itself. */
  private static void startedOrRefused() throws Exception {
    try {
      risk = stand.start(RISK, "0");
    } catch (LocalStackException e) {
      delete(stand.stateDir(RISK, "0"));
      risk = stand.start(RISK, "0");
    }
    feeder.goOn();
  }

  private interface Tampering {
    void with(byte[] bytes);
  }

  private static void tamper(Tampering how) throws IOException {
    int altered = 0;
    try (Stream<Path> files = Files.walk(stand.stateDir(RISK, "0"))) {
      for (Path file : files.filter(f -> f.toString().matches(".*\\.(sst|log)")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length > 0) {
          how.with(bytes);
          Files.write(file, bytes);
          altered++;
        }
      }
    }
    assertThat(altered).isPositive();
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  @Order(9)
  @Tag("F27")
  @Tag("I7")
  void poisonOnEveryInputHaltsItsAccountAndNobodyElse() throws Exception {
    byte[] valid = stand.encodedIntent("poisoned", "good");
    List<byte[]> poisons =
        List.of(
            new byte[] {9, 9, 9},
            new byte[] {1, 0, 0, 0, 1, 2, 3}, // no magic byte
            new byte[] {0, 0, 0, 99, 99, 2, 3}, // an id that the registry does not know
            Arrays.copyOf(valid, valid.length - 3));
    long begun = System.nanoTime();
    int sent = 0;
    for (Topic<?> topic :
        List.of(Topics.ORDER_INTENTS, Topics.ORDER_EVENTS, Topics.CONTROL_COMMANDS)) {
      for (byte[] poison : poisons) {
        stand.bytes(topic, null, "poisoned-" + topic.name(), poison).get();
        sent++;
      }
      stand.bytes(topic, null, "poisoned-" + topic.name(), null).get(); // a tombstone
      sent++;
    }
    stand.bytes(Topics.ORDER_INTENTS, null, "another", valid).get(); // under a key not its own
    stand.bytes(Topics.MARKET_MARKS, null, Given.BTC.value(), poisons.get(0)).get();
    stand.bytes(Topics.RISK_LIMITS, null, "*", poisons.get(1)).get();
    assertThatThrownBy(
            () -> stand.bytes(Topics.ORDER_INTENTS, null, "main", new byte[5_000_000]).get())
        .hasCauseInstanceOf(RecordTooLargeException.class);
    RiskTakeOverIT.small(stand, "poisoned-" + Topics.ORDER_EVENTS.name(), "of-poisoned");
    RiskTakeOverIT.small(stand, "unharmed", "of-unharmed");

    List<JournalEntry> entries = decidesAndHolds();

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(60));
    assertThat(entries.stream().filter(e -> e.event() instanceof PoisonReceived)).hasSize(sent + 1);
    assertThat(stand.judge().read(Topics.RISK_DEAD_LETTERS)).hasSize(sent + 1);
    assertThat(decision("of-poisoned").denials()).contains(CheckCode.ACCOUNT_QUARANTINED);
    assertThat(decision("of-unharmed").approved()).isTrue();
  }

  @Test
  @Order(10)
  @Tag("F26")
  void schemasEvolveWhileItRuns() throws Exception {
    EvolvedIntents evolved = new EvolvedIntents(stand.platform().formats().registry());
    stand.bytes(Topics.ORDER_INTENTS, null, "main", evolved.withAnotherField("main", "newer"));
    stand.bytes(Topics.ORDER_INTENTS, null, "holding", evolved.ofAnUnknownSide("holding", "held"));
    for (ThrowingCallable refused :
        List.<ThrowingCallable>of(
            evolved::registerOneWithoutDefault, evolved::registerOneWithARenamedField)) {
      assertThatThrownBy(refused)
          .isInstanceOfSatisfying(
              RegistryException.class, refusal -> assertThat(refusal.status()).isEqualTo(409));
    }
    RiskTakeOverIT.small(stand, "main", "older");
    RiskTakeOverIT.small(stand, "holding", "after-held");

    decidesAndHolds();

    assertThat(decision("newer").approved()).isTrue();
    assertThat(decision("older").approved()).isTrue();
    assertThat(decision("after-held").denials()).contains(CheckCode.ACCOUNT_QUARANTINED);
    assertThat(stand.judge().read(Topics.RISK_DEAD_LETTERS))
        .anyMatch(letter -> letter.reason().contains("symbol of Side"));
  }

  private static Decision decision(String intent) {
    return stand.judge().decisions().stream()
        .filter(d -> d.intent().value().equals(intent))
        .findFirst()
        .orElseThrow();
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Marks and intents all the time, but while it is held. */
  private static final class Feeder extends Thread {
    private final RiskStand stand;
    private volatile boolean on = true;
    private boolean held;
    private int sent;

    Feeder(RiskStand stand) {
      this.stand = stand;
    }

    @Override
    public void run() {
      while (on) {
        step();
        pause(20);
      }
    }

    private synchronized void step() {
      if (!held) {
        stand.mark(String.valueOf(60_000 + sent % 7));
        RiskTakeOverIT.small(stand, RiskTakeOverIT.ACCOUNTS.get(sent % 5), "feed-" + sent++);
      }
    }

    synchronized void hold() {
      held = true;
    }

    synchronized void goOn() {
      held = false;
    }

    void end() throws InterruptedException {
      on = false;
      join();
    }
  }
}
