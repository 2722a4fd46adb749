package io.tapedeck.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.replay.Verification.Difference;
import io.tapedeck.risk.core.ChainHash;
import io.tapedeck.risk.core.Outcome;
import io.tapedeck.risk.core.RiskEngine;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.Formats;
import io.tapedeck.schemas.serde.RecordFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal exported to files, whole and then tampered with. */
class JournalVerifierTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int INTENTS = 12;

  @TempDir Path folder;

  @BeforeEach
  void export() {
    WrittenTape tape = new WrittenTape(1);
    tape.append(0, null, new JournalEvent.LimitsObserved(WrittenTape.limits()));
    tape.append(0, null, new JournalEvent.MarksObserved(List.of(WrittenTape.mark("60000", 1))));
    for (int i = 0; i < INTENTS; i++) {
      tape.intent(0, WrittenTape.MAIN, i);
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
  void aDroppedEntryOrDecisionIsFoundWhereItIsMissing() throws IOException {
    edit(Topics.RISK_JOURNAL, lines -> without(lines, 7));
    assertFirst(Topics.RISK_JOURNAL, 16, "journal entry 8 after 6: a gap");
    export();
    edit(Topics.RISK_DECISIONS, lines -> without(lines, 7));
    assertFirst(Topics.RISK_DECISIONS, 14, "decision of entry 10 where that of entry 9 belongs");
  }

  @Test
  @Tag("U13")
  void swappedEntriesAndDecisionsAreFoundAtTheFirst() throws IOException {
    edit(Topics.RISK_JOURNAL, lines -> swapped(lines, 7));
    assertFirst(Topics.RISK_JOURNAL, 16, "journal entry 8 after 6: a gap");
    export();
    edit(Topics.RISK_DECISIONS, lines -> swapped(lines, 7));
    assertFirst(Topics.RISK_DECISIONS, 14, "decision of entry 10 where that of entry 9 belongs");
  }

  @Test
  @Tag("U13")
  void aRepeatedEntryOrDecisionIsFoundAtTheSecond() throws IOException {
    edit(Topics.RISK_JOURNAL, lines -> repeated(lines, 7));
    assertFirst(Topics.RISK_JOURNAL, 14, "journal entry 7 after 7: a gap");
    export();
    edit(Topics.RISK_DECISIONS, lines -> repeated(lines, 7));
    assertFirst(Topics.RISK_DECISIONS, 12, "decision of entry 9 where that of entry 10 belongs");
  }

  private void assertFirst(Topic<?> topic, long offset, String what) {
    Difference first = verify().first();
    assertThat(first).isEqualTo(new Difference(new Coordinates(topic.name(), 0, offset), what));
  }

  private static List<String> without(List<String> lines, int at) {
    lines.remove(at);
    return lines;
  }

  private static List<String> swapped(List<String> lines, int at) {
    Collections.swap(lines, at, at + 1);
    return lines;
  }

  private static List<String> repeated(List<String> lines, int at) {
    lines.add(at, lines.get(at));
    return lines;
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
