package io.tapedeck.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.ConfluentFormat;
import io.tapedeck.schemas.serde.Formats;
import io.tapedeck.schemas.serde.SchemaIds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Parts of a journal, one account of it, from a snapshot, in several threads, by an older build.
 */
class JournalRangeTest {
  private static final int INTENTS = 60;

  @TempDir Path folder;

  private static JournalVerifier verifier(Tape tape) {
    return new JournalVerifier(tape, count -> {});
  }

  private static JournalRange range(long from, long to) {
    return new JournalRange(JournalRange.EVERY, from, to, null);
  }

  /** Flips a bit of a decision's last byte but some, which only its own bytes and chain show. */
  private static void tamper(WrittenTape tape, int partition, int decision) {
    List<TapeRecord> all = tape.all(Topics.RISK_DECISIONS, partition);
    TapeRecord was = all.get(decision);
    byte[] value = was.value().clone();
    value[value.length - 30] ^= 1;
    all.set(decision, new TapeRecord(was.at(), was.timestamp(), was.key(), value, was.headers()));
  }

  @Test
  void onlyTheRangeIsCompared() {
    WrittenTape tape = new WrittenTape(1).filled(INTENTS);
    tamper(tape, 0, 20); // the decision of entry 23

    assertThat(verifier(tape).only(range(1, 22)).verify().clean()).isTrue();
    assertThat(verifier(tape).only(range(24, 62)).verify().clean()).isTrue();
    Verification found = verifier(tape).only(range(20, 30)).verify();
    assertThat(found.first().at()).isEqualTo(new Coordinates(Topics.RISK_DECISIONS.name(), 0, 40));
    assertThat(found.decisions()).isEqualTo(11);
    assertThat(found.proofs().get(0).toSeq()).isEqualTo(30);
  }

  @Test
  void oneAccountsDecisionsAreComparedAndTheWholeChain() {
    WrittenTape tape = new WrittenTape(1).filled(INTENTS);
    tamper(tape, 0, 21); // of the other account

    Verification main = verifier(tape).only(JournalRange.ALL.of(WrittenTape.MAIN)).verify();
    assertThat(main.decisions()).isEqualTo(INTENTS / 2);
    assertThat(main.differences()).as("the chain holds everybody's decisions").isEqualTo(1);
    assertThat(main.first().what()).startsWith("the chain leads to");
    Verification other = verifier(tape).only(JournalRange.ALL.of(WrittenTape.OTHER)).verify();
    assertThat(other.differences()).isEqualTo(2);
    assertThat(other.first().at().topic()).isEqualTo(Topics.RISK_DECISIONS.name());
  }

  @Test
  void beginsAtTheSnapshotBeforeTheRangeAndComesToTheSameHashes() {
    WrittenTape tape = new WrittenTape(2).filled(INTENTS);
    StateSnapshots kept = new StateSnapshots(folder, 8);
    Verification whole = verifier(tape).with(kept, 20).verify();
    assertThat(whole.clean()).isTrue();

    Verification part = verifier(tape).with(kept, 20).only(range(45, Long.MAX_VALUE)).verify();

    assertThat(part.clean()).isTrue();
    assertThat(part.proofs()).allSatisfy(proof -> assertThat(proof.fromSeq()).isEqualTo(41));
    assertThat(part.entries()).isEqualTo(2 * 22);
    assertThat(part.heads()).isEqualTo(whole.heads());
    assertThat(part.proofs().stream().map(Verification.PartitionProof::stateSha256))
        .isEqualTo(whole.proofs().stream().map(Verification.PartitionProof::stateSha256).toList());
    tamper(tape, 1, 50);
    assertThat(verifier(tape).with(kept, 20).only(range(45, Long.MAX_VALUE)).verify().first().at())
        .isEqualTo(new Coordinates(Topics.RISK_DECISIONS.name(), 1, 100));
  }

  @Test
  void keepsNoSnapshotBehindADifferenceAndOnlyTheNewestOfThem() throws IOException {
    WrittenTape tape = new WrittenTape(1).filled(INTENTS);
    tamper(tape, 0, 20);
    verifier(tape).with(new StateSnapshots(folder, 8), 10).verify();
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("0-10.state", "0-20.state");

    verifier(new WrittenTape(1).filled(INTENTS)).with(new StateSnapshots(folder, 2), 10).verify();
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("0-60.state", "0-62.state");
  }

  @Test
  void anAlteredSnapshotIsNamedAndNotBegunFrom() throws IOException {
    WrittenTape tape = new WrittenTape(1).filled(INTENTS);
    StateSnapshots kept = new StateSnapshots(folder, 8);
    verifier(tape).with(kept, 20).verify();
    Path file = folder.resolve("0-40.state");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 4;
    Files.write(file, bytes);

    assertThatThrownBy(() -> verifier(tape).with(kept, 20).only(range(45, 50)).verify())
        .hasMessageContaining("0-40.state")
        .hasMessageContaining("its hash is not that of its bytes")
        .hasMessageContaining("Delete it");
  }

  @Test
  @Tag("F31")
  void fourThreadsFindWhatOneFinds() {
    WrittenTape tape = new WrittenTape(5).filled(INTENTS);
    assertThat(verifier(tape).threads(4).verify()).isEqualTo(verifier(tape).verify());
    tamper(tape, 3, 7);
    tamper(tape, 2, 50);
    Verification found = verifier(tape).threads(4).verify();
    assertThat(found).isEqualTo(verifier(tape).verify());
    assertThat(found.first().at().partition()).isEqualTo(2);
  }

  @Test
  void aRangeThatIsNoneIsRefused() {
    WrittenTape tape = new WrittenTape(2).filled(3);
    assertThatThrownBy(() -> range(5, 4)).hasMessageContaining("5 to 4");
    assertThatThrownBy(() -> range(0, 4)).hasMessageContaining("numbered from 1");
    assertThatThrownBy(() -> verifier(tape).only(new JournalRange(7, 1, 2, null)).verify())
        .hasMessageContaining("partitions 0 to 1, not 7");
  }

  /** The chain is over the bytes as they were written, not as this build would write them. */
  @Test
  void aJournalOfAnOlderSchemaStillProves() {
    Map<Topic<?>, Schema> first =
        Map.of(
            Topics.RISK_JOURNAL, released(Topics.RISK_JOURNAL, 1),
            Topics.RISK_DECISIONS, withoutItsLastField(Topics.RISK_DECISIONS));
    SchemaIds ids =
        new SchemaIds() {
          @Override
          public int idOf(Topic<?> topic) {
            return 100 + Topics.ALL.indexOf(topic);
          }

          @Override
          public Schema schemaOf(int id) {
            Topic<?> topic = Topics.ALL.get(id % 100);
            return id < 100 ? first.get(topic) : topic.codec().schema();
          }
        };
    WrittenTape tape =
        new WrittenTape(
                1,
                new Formats(ids),
                (topic, bytes) -> asOf(first.get(topic), Topics.ALL.indexOf(topic), topic, bytes))
            .filled(INTENTS);

    Verification found = verifier(tape).verify();

    assertThat(found.first()).isNull();
    assertThat(found.decisions()).isEqualTo(INTENTS);
    tamper(tape, 0, 9);
    assertThat(verifier(tape).verify().first().at().offset()).isEqualTo(18);
  }

  private static Schema withoutItsLastField(Topic<?> topic) {
    Schema own = topic.codec().schema();
    List<Schema.Field> fields =
        own.getFields().subList(0, own.getFields().size() - 1).stream()
            .map(field -> new Schema.Field(field, field.schema()))
            .toList();
    return Schema.createRecord(own.getName(), own.getDoc(), own.getNamespace(), false, fields);
  }

  private static Schema released(Topic<?> topic, int version) {
    Path file =
        Path.of(System.getProperty("tapedeck.root", ".."))
            .resolve("schemas/released/" + topic.subject() + "/" + version + ".avsc");
    try {
      return new Schema.Parser().parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] asOf(Schema older, int id, Topic<?> topic, byte[] bytes) {
    try {
      Object value =
          new GenericDatumReader<>(topic.codec().schema(), older)
              .read(
                  null,
                  DecoderFactory.get().binaryDecoder(ConfluentFormat.writtenPayload(bytes), null));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(new byte[] {0, 0, 0, 0, (byte) id});
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
      new GenericDatumWriter<>(older).write(value, encoder);
      encoder.flush();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
