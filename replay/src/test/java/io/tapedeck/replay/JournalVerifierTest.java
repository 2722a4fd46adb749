package io.tapedeck.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.domain.signal.Evidence;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.risk.core.ChainHash;
import io.tapedeck.risk.core.Outcome;
import io.tapedeck.risk.core.RiskEngine;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.Formats;
import io.tapedeck.schemas.serde.RecordFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal exported to files, whole and then tampered with. */
class JournalVerifierTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AccountId ACCOUNT = new AccountId("main");
  private static final InstrumentId BTC = new InstrumentId("KRAKEN:BTC/USDT");
  private static final long T0 = 1_723_161_254_000_000_000L;
  private static final int INTENTS = 12;

  /** Records kept in memory, written as the risk service writes them. */
  private static final class Written implements Tape {
    private final Formats formats = Formats.offline();
    private final RecordFormat<JournalEntry> entries = formats.of(Topics.RISK_JOURNAL);
    private final RecordFormat<Decision> decided = formats.of(Topics.RISK_DECISIONS);
    private final List<TapeRecord> journal = new ArrayList<>();
    private final List<TapeRecord> decisions = new ArrayList<>();
    private final RiskState state = new RiskState();
    private ChainHash chain = ChainHash.GENESIS;
    private long accountSeq;

    void append(AccountId account, JournalEvent event) {
      long seq = state.seq() + 1;
      Coordinates source = new Coordinates("order-intents-v1", 0, seq);
      JournalEntry entry =
          new JournalEntry(
              seq, account, account == null ? 0 : ++accountSeq, source, T0 + seq, event);
      List<byte[]> payloads = new ArrayList<>();
      for (Decision decision : RiskEngine.decide(state, entry).decisions()) {
        Decision chained = decision.after(chain.toString());
        payloads.add(Topics.RISK_DECISIONS.codec().encode(chained));
        decisions.add(
            record(Topics.RISK_DECISIONS, decisions.size() * 2L, decided.encode(chained), null));
      }
      chain = chain.next(Topics.RISK_JOURNAL.codec().encode(entry), payloads);
      journal.add(record(Topics.RISK_JOURNAL, seq * 2, entries.encode(entry), chain));
    }

    private static TapeRecord record(Topic<?> topic, long offset, byte[] value, ChainHash hash) {
      return new TapeRecord(
          new Coordinates(topic.name(), 0, offset),
          1,
          "main".getBytes(StandardCharsets.UTF_8),
          value,
          hash == null ? Map.of() : Map.of("chain-hash", hash.bytes()));
    }

    @Override
    public int partitions(Topic<?> topic) {
      return 1;
    }

    @Override
    public Records records(Topic<?> topic, int partition) {
      Iterator<TapeRecord> all = (topic == Topics.RISK_JOURNAL ? journal : decisions).iterator();
      return new Records() {
        @Override
        public boolean hasNext() {
          return all.hasNext();
        }

        @Override
        public TapeRecord next() {
          return all.next();
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public Formats formats() {
      return formats;
    }

    @Override
    public void close() {}
  }

  @TempDir Path folder;

  @BeforeEach
  void export() {
    Written tape = new Written();
    TreeMap<String, Long> limits = new TreeMap<>();
    limits.put("capital", FixedPoint.parse("100000"));
    limits.put("max_order_value", FixedPoint.parse("10000"));
    limits.put("max_notional_per_position", FixedPoint.parse("20000"));
    limits.put("max_concentration_percent", FixedPoint.parse("25"));
    limits.put("max_daily_loss", FixedPoint.parse("5000"));
    limits.put("max_mark_age_seconds", FixedPoint.parse("30"));
    tape.append(
        null,
        new JournalEvent.LimitsObserved(new RiskLimits("*", 1, "me", "", "test", T0, limits)));
    Price price = Price.of("60000");
    tape.append(
        null,
        new JournalEvent.MarksObserved(
            List.of(
                new Mark(
                    BTC, price, price, price, T0, T0, new Coordinates("market-ticks-v1", 0, 1)))));
    for (int i = 0; i < INTENTS; i++) {
      Quantity quantity = Quantity.of(i % 3 == 0 ? "0.5" : "0.01");
      tape.append(
          ACCOUNT,
          new JournalEvent.IntentReceived(
              new OrderIntent(
                  new IntentId("intent-" + i),
                  ACCOUNT,
                  new StrategyId("test"),
                  BTC,
                  new OrderAction.Submit(OrderTerms.market(Side.BUY, quantity)),
                  T0,
                  T0,
                  T0 + 5_000_000_000L,
                  Evidence.byHand(new Coordinates("market-ticks-v1", 0, 1)))));
    }
    for (Topic<?> topic : List.of(Topics.RISK_JOURNAL, Topics.RISK_DECISIONS)) {
      ExportedTape.write(folder, topic, tape, id -> Topics.ALL.get(id - 1).codec().schema());
    }
  }

  private Verification verify() {
    try (ExportedTape tape = new ExportedTape(folder)) {
      return new JournalVerifier(tape, count -> {}).verify();
    }
  }

  private Path file(Topic<?> topic) {
    return folder.resolve(topic.name() + ".jsonl");
  }

  /** Line 0 is the file's head. */
  private void edit(Topic<?> topic, UnaryOperator<List<String>> change) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(file(topic)));
    Files.write(file(topic), change.apply(lines));
  }

  private void alterDecision(int line, UnaryOperator<Decision> change) throws IOException {
    RecordFormat<Decision> format = Formats.offline().of(Topics.RISK_DECISIONS);
    ObjectNode node =
        (ObjectNode) JSON.readTree(Files.readAllLines(file(Topics.RISK_DECISIONS)).get(line));
    node.put("v", format.encode(change.apply(format.decode(node.get("v").binaryValue()))));
    edit(
        Topics.RISK_DECISIONS,
        lines -> {
          lines.set(line, node.toString());
          return lines;
        });
  }

  @Test
  void aWholeExportReplaysWithoutDifference() {
    Verification found = verify();

    assertThat(found.first()).isNull();
    assertThat(found.clean()).isTrue();
    assertThat(found.entries()).isEqualTo(INTENTS + 2);
    assertThat(found.decisions()).isEqualTo(INTENTS);
  }

  @Test
  @Tag("U13")
  void anAlteredDecisionIsNamedWithTopicPartitionAndOffset() throws IOException {
    alterDecision(
        5,
        d ->
            new Decision(
                d.intent(),
                d.account(),
                d.strategy(),
                d.instrument(),
                d.action(),
                !d.approved(),
                d.journalSeq(),
                d.accountSeq(),
                d.eventNanos(),
                d.checks(),
                d.mark(),
                d.markSource(),
                d.limitsVersion(),
                d.modelSha256(),
                d.source(),
                d.previousHash(),
                null));

    Verification found = verify();

    assertThat(found.clean()).isFalse();
    assertThat(found.first().at()).isEqualTo(new Coordinates(Topics.RISK_DECISIONS.name(), 0, 8));
    assertThat(found.first().what()).contains("intent-4").contains("approved");
  }

  @Test
  @Tag("U13")
  void everyFlippedByteOfJournalAndDecisionsIsFound() throws IOException {
    for (Topic<?> topic : List.of(Topics.RISK_JOURNAL, Topics.RISK_DECISIONS)) {
      List<String> whole = Files.readAllLines(file(topic));
      ObjectNode node = (ObjectNode) JSON.readTree(whole.get(6));
      byte[] value = node.get("v").binaryValue();
      for (int at = 0; at < value.length; at++) {
        byte[] flipped = value.clone();
        flipped[at] ^= 1;
        node.put("v", flipped);
        List<String> lines = new ArrayList<>(whole);
        lines.set(6, node.toString());
        Files.write(file(topic), lines);

        assertThat(verify().clean()).as(topic.name() + " byte " + at).isFalse();
      }
      Files.write(file(topic), whole);
    }
    assertThat(verify().clean()).isTrue();
  }

  @Test
  @Tag("U13")
  void droppedAndSwappedEntriesAndDecisionsAreFound() throws IOException {
    for (Topic<?> topic : List.of(Topics.RISK_JOURNAL, Topics.RISK_DECISIONS)) {
      List<String> whole = Files.readAllLines(file(topic));
      edit(
          topic,
          lines -> {
            lines.remove(7);
            return lines;
          });
      assertThat(verify().clean()).as("dropped from " + topic.name()).isFalse();
      Files.write(file(topic), whole);

      edit(
          topic,
          lines -> {
            Collections.swap(lines, 7, 8);
            return lines;
          });
      assertThat(verify().clean()).as("swapped in " + topic.name()).isFalse();
      Files.write(file(topic), whole);

      edit(
          topic,
          lines -> {
            lines.add(7, lines.get(7));
            return lines;
          });
      assertThat(verify().clean()).as("repeated in " + topic.name()).isFalse();
      Files.write(file(topic), whole);
    }
    assertThat(verify().clean()).isTrue();
  }

  @Test
  @Tag("U13")
  void aCutTailIsFoundByTheAnchorsOutsideAndByNothingElse() throws IOException {
    Path file = folder.resolve("anchors");
    verify().anchor(new Anchors(file));
    assertThat(verify(new Anchors(file)).clean()).isTrue();

    // the last two entries and their decisions: what is left is a whole chain
    for (Topic<?> topic : List.of(Topics.RISK_JOURNAL, Topics.RISK_DECISIONS)) {
      edit(topic, lines -> lines.subList(0, lines.size() - 2));
    }

    assertThat(verify().clean()).as("the chain alone cannot tell").isTrue();
    Verification found = verify(new Anchors(file));
    assertThat(found.clean()).isFalse();
    assertThat(found.first().what())
        .contains("ends at entry 12")
        .contains("anchored up to entry 14")
        .contains("at least 2 entries");
  }

  @Test
  @Tag("U13")
  void aJournalWrittenAnewDoesNotLeadThroughItsAnchors() throws IOException {
    Path file = folder.resolve("anchors");
    Anchors other = new Anchors(file);
    other.add(new Anchors.Anchor(0, 7, ChainHash.sha256Hex(new byte[1])));

    Verification found = verify(new Anchors(file));

    assertThat(found.differences()).isEqualTo(1);
    assertThat(found.first().at()).isEqualTo(new Coordinates(Topics.RISK_JOURNAL.name(), 0, 14));
    assertThat(found.first().what()).contains("entry 7 is anchored");
  }

  @Test
  @Tag("U13")
  void alteredAnchorsAreToldWithTheirLine() throws IOException {
    Path file = folder.resolve("anchors");
    Anchors anchors = new Anchors(file);
    for (long seq = 1; seq <= 3; seq++) {
      anchors.add(new Anchors.Anchor(0, seq, ChainHash.sha256Hex(new byte[] {(byte) seq})));
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(new Anchors(file).all()).hasSize(3);

    Files.write(file, List.of(lines.get(0), lines.get(2)));
    assertThatThrownBy(() -> new Anchors(file)).hasMessageContaining("line 2");
    Files.write(file, List.of(lines.get(0), lines.get(1).replaceFirst("^0 2", "0 9")));
    assertThatThrownBy(() -> new Anchors(file)).hasMessageContaining("line 2");
  }

  private Verification verify(Anchors anchors) {
    try (ExportedTape tape = new ExportedTape(folder)) {
      return new JournalVerifier(tape, count -> {}).against(anchors).verify();
    }
  }

  @Test
  void anEngineWithOneCheckChangedDiffersWhereThatCheckDecided() {
    try (ExportedTape tape = new ExportedTape(folder)) {
      Verification found =
          new JournalVerifier(tape, count -> {}, JournalVerifierTest::withoutOrderValue).verify();

      assertThat(found.differences()).isEqualTo(INTENTS / 3);
      assertThat(found.first().at()).isEqualTo(new Coordinates(Topics.RISK_DECISIONS.name(), 0, 0));
      assertThat(found.first().what()).contains("ORDER_VALUE");
    }
  }

  private static Outcome withoutOrderValue(RiskState state, JournalEntry entry) {
    Outcome outcome = RiskEngine.decide(state, entry);
    List<Decision> changed = new ArrayList<>();
    for (Decision d : outcome.decisions()) {
      List<CheckResult> checks =
          d.checks().stream()
              .map(c -> c.code() == CheckCode.ORDER_VALUE ? c.waived("never checked") : c)
              .toList();
      changed.add(
          new Decision(
              d.intent(),
              d.account(),
              d.strategy(),
              d.instrument(),
              d.action(),
              checks.stream().allMatch(CheckResult::passed),
              d.journalSeq(),
              d.accountSeq(),
              d.eventNanos(),
              checks,
              d.mark(),
              d.markSource(),
              d.limitsVersion(),
              d.modelSha256(),
              d.source(),
              d.previousHash(),
              null));
    }
    return new Outcome(changed, outcome.commands(), outcome.changed(), outcome.alarms());
  }
}
