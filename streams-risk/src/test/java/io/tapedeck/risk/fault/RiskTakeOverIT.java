package io.tapedeck.risk.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent.ControlReceived;
import io.tapedeck.domain.risk.JournalEvent.LimitsObserved;
import io.tapedeck.localstack.process.ChildJvm;
import io.tapedeck.risk.kafka.JournalReader;
import io.tapedeck.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What must hold whoever owns a partition: risk processes on a real broker, killed, started anew,
 * joined by others and replaced by another application, while intents, marks and limits go on.
 */
class RiskTakeOverIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  static final List<String> ACCOUNTS = List.of("main", "second", "third", "fourth", "fifth");

  @TempDir static Path folder;
  private static RiskStand.Broker broker;

  @BeforeAll
  static void start() {
    broker = RiskStand.Broker.in(folder);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static RiskStand stand(String name) throws Exception {
    RiskStand stand = new RiskStand(broker, folder, name);
    stand.limits(1, Map.of());
    stand.mark("60000");
    stand.flush();
    return stand;
  }

  static void small(RiskStand stand, String account, String id) {
    stand.intent(account, RiskStand.small(id));
  }

  @Test
  void noAccountKnownOrNewTradesPastAGlobalHaltWhoeverOwnsItsPartition() throws Exception {
    try (RiskStand stand = stand("halt")) {
      ChildJvm first = stand.start("risk", "0");
      ACCOUNTS.forEach(account -> small(stand, account, "before-" + account));
      stand.settled("risk");

      stand.everyone("halt-1", ControlAction.HALT);
      IntStream.range(0, 40).forEach(i -> small(stand, ACCOUNTS.get(i % 5), "racing-" + i));
      stand.flush();
      first.kill(); // whether the halt is committed by then or not
      IntStream.range(0, 10).forEach(i -> small(stand, "unseen-" + i, "of-unseen-" + i));
      stand.start("risk", "0");
      IntStream.range(0, 10).forEach(i -> small(stand, "new-" + i, "of-new-" + i));
      stand.settled("risk");

      Map<Integer, Long> haltedAt = new HashMap<>();
      TapeJudge judge = stand.judge();
      judge.everythingHolds();
      for (int partition = 0; partition < RiskStand.PARTITIONS; partition++) {
        for (var record : judge.records(Topics.RISK_JOURNAL, partition)) {
          JournalEntry entry =
              stand.platform().formats().of(Topics.RISK_JOURNAL).decode(record.value());
          if (entry.event() instanceof ControlReceived) {
            haltedAt.put(partition, entry.seq());
          }
        }
        long halt = haltedAt.get(partition);
        for (var record : judge.records(Topics.RISK_DECISIONS, partition)) {
          Decision decision =
              stand.platform().formats().of(Topics.RISK_DECISIONS).decode(record.value());
          assertThat(decision.denials().contains(CheckCode.TRADING_STATE))
              .as(decision.intent() + " at entry " + decision.journalSeq() + ", halted at " + halt)
              .isEqualTo(decision.journalSeq() > halt);
        }
      }
      assertThat(judge.decisions()).filteredOn(Decision::approved).hasSizeGreaterThanOrEqualTo(5);
      assertThat(judge.decisions())
          .filteredOn(d -> d.intent().value().startsWith("of-new"))
          .hasSize(10)
          .allSatisfy(d -> assertThat(d.approved()).isFalse());

      stand.everyone("resume-1", ControlAction.RESUME);
      IntStream.range(0, 10).forEach(i -> small(stand, "new-" + i, "resumed-" + i));
      stand.settled("risk");
      assertThat(stand.judge().read(Topics.ORDERS_APPROVED).stream().map(OrderCommand::intent))
          .as("and that it was the halt that held them")
          .filteredOn(intent -> intent.value().startsWith("resumed"))
          .hasSize(10);
    }
  }

  @Test
  @Tag("U4")
  void limitsChangedWhileATaskRestartsAreTheOnesJournalled() throws Exception {
    try (RiskStand stand = stand("limits")) {
      ChildJvm first = stand.start("risk", "0");
      ACCOUNTS.forEach(account -> small(stand, account, "one-" + account));
      stand.settled("risk");

      first.kill();
      stand.limits(2, Map.of("max_order_value", "1"));
      ACCOUNTS.forEach(account -> small(stand, account, "two-" + account));
      stand.flush();
      Changes changes = new Changes(stand);
      changes.start();
      stand.start("risk", "0");
      pause(700);
      int newest = changes.end();
      stand.settled("risk");
      small(stand, "main", "last");
      stand.settled("risk");

      List<JournalEntry> entries = stand.judge().everythingHolds();
      assertThat(entries.stream().filter(e -> e.event() instanceof LimitsObserved))
          .as("several versions were journalled, in order")
          .hasSizeGreaterThan(6);
      for (Decision decision : stand.judge().decisions()) {
        String name = decision.intent().value();
        if (name.startsWith("one-")) {
          assertThat(decision.limitsVersion()).isEqualTo(1);
          assertThat(decision.approved()).isTrue();
        } else if (name.startsWith("two-")) {
          assertThat(decision.limitsVersion()).as("set while it was down").isGreaterThan(1);
        }
        assertThat(decision.approved())
            .as(name + " under version " + decision.limitsVersion())
            .isEqualTo(decision.limitsVersion() % 2 == 1);
      }
      assertThat(stand.judge().decisions())
          .filteredOn(d -> d.intent().value().equals("last"))
          .singleElement()
          .satisfies(d -> assertThat(d.limitsVersion()).isEqualTo(newest));
    }
  }

  @Test
  @Tag("F21")
  void afterARebalanceMarksNeverGoBackwards() throws Exception {
    try (RiskStand stand = stand("marks")) {
      stand.start("risk", "0");
      Feeder feeder = new Feeder(stand);
      feeder.start();
      ChildJvm joined = stand.start("risk", "1"); // takes some of the partitions over
      pause(1_000);
      joined.pause(); // its view of the marks falls behind
      pause(1_000);
      joined.resume();
      pause(300);
      joined.kill(); // and the other takes them back
      pause(3_500);
      feeder.end();
      stand.settled("risk");

      List<JournalEntry> entries = stand.judge().everythingHolds(); // neverBack is among it
      assertThat(stand.judge().decisions()).hasSize(feeder.sent());
      assertThat(entries.stream().filter(e -> e.source() == null).count()).isGreaterThan(10);
    }
  }

  @Test
  void aNewApplicationIdContinuesTheNumbering() throws Exception {
    try (RiskStand stand = stand("newid")) {
      ChildJvm old = stand.start("risk-a", "0");
      IntStream.range(0, 50).forEach(i -> small(stand, ACCOUNTS.get(i % 5), "a-" + i));
      stand.flush();
      await().atMost(PATIENCE).until(() -> !stand.judge().decisions().isEmpty());
      old.kill(); // in the middle: what it had not committed is for the new one to decide

      stand.start("risk-b", "0");
      IntStream.range(0, 50).forEach(i -> small(stand, ACCOUNTS.get(i % 5), "b-" + i));
      stand.settled("risk-b");

      List<JournalEntry> entries = stand.judge().everythingHolds();
      for (String account : ACCOUNTS) {
        List<Long> numbers =
            entries.stream()
                .filter(e -> e.account() != null && e.account().value().equals(account))
                .map(JournalEntry::accountSeq)
                .toList();
        assertThat(numbers)
            .as(account)
            .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
      }
      assertThat(stand.judge().decisions()).hasSize(100);
    }
  }

  /**
   * What a killed owner left in an open transaction may yet be committed: a reader of committed
   * records that stops short of it takes an older entry for the last one, and whoever takes over
   * would number on from there or refuse to start.
   */
  @Test
  void theJournalsEndIsKnownOnlyWhenNoTransactionIsOpenOnIt() throws Exception {
    try (RiskStand stand = stand("open");
        Producer<byte[], byte[]> owner =
            stand.platform().kafka().transactionalProducer("an-owner", "an-owner")) {
      JournalReader reader = new JournalReader(stand.platform());
      owner.initTransactions();
      owner.beginTransaction();
      owner.send(stand.journalRecord(1)).get();
      owner.commitTransaction();
      assertThat(reader.head(0).seq()).isEqualTo(1);

      owner.beginTransaction();
      owner.send(stand.journalRecord(2)).get();
      CompletableFuture<Long> head = CompletableFuture.supplyAsync(() -> reader.head(0).seq());
      CompletableFuture<Integer> all = CompletableFuture.supplyAsync(() -> count(reader));
      assertThatThrownBy(() -> new JournalReader(stand.platform(), Duration.ofMillis(300)).head(0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("a transaction is open there")
          .hasMessageContaining("find-hanging");
      assertThat(head).isNotDone();
      owner.commitTransaction();

      assertThat(head.get()).isEqualTo(2);
      assertThat(all.get()).isEqualTo(2);
    }
  }

  private static int count(JournalReader reader) {
    int[] entries = {0};
    reader.read(0, (entry, hash) -> entries[0]++);
    return entries[0];
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A new version of the limits and an intent, again and again. */
  private static final class Changes extends Thread {
    private final RiskStand stand;
    private volatile boolean on = true;
    private int version = 2;

    Changes(RiskStand stand) {
      this.stand = stand;
    }

    @Override
    public void run() {
      while (on) {
        version++;
        stand.limits(version, Map.of("max_order_value", version % 2 == 0 ? "1" : "10000"));
        small(stand, ACCOUNTS.get(version % 5), "with-" + version);
        stand.flush();
        pause(50);
      }
    }

    int end() throws InterruptedException {
      on = false;
      join();
      return version;
    }
  }

  /** Marks and intents, one of each every few milliseconds. */
  private static final class Feeder extends Thread {
    private final RiskStand stand;
    private volatile boolean on = true;
    private int sent;

    Feeder(RiskStand stand) {
      this.stand = stand;
    }

    @Override
    public void run() {
      while (on) {
        stand.mark(String.valueOf(60_000 + sent % 7));
        small(stand, ACCOUNTS.get(sent % 5), "feed-" + sent++);
        pause(10);
      }
    }

    void end() throws InterruptedException {
      on = false;
      join();
    }

    int sent() {
      return sent;
    }
  }
}
