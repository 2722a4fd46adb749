package io.tapedeck.schemas.serde;

import static io.tapedeck.schemas.serde.Versions.MARK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.domain.market.Mark;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.AvroWriter;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class ConfluentFormatTest {
  private static final int OURS = 0x01020304;
  private static final int OLDER = 2;
  private static final int NEWER = 3;
  private static final int SAME = 4;

  private final List<Integer> asked = new ArrayList<>();
  private final SchemaIds ids =
      new SchemaIds() {
        private final Map<Integer, Schema> known =
            Map.of(
                OLDER, Versions.older(),
                NEWER, Versions.newer(),
                SAME, new Schema.Parser().parse(Versions.OURS.toString()));

        @Override
        public int idOf(Topic<?> topic) {
          return OURS;
        }

        @Override
        public Schema schemaOf(int id) {
          asked.add(id);
          if (!known.containsKey(id)) {
            throw new UnreadableRecordException("schema id " + id + " is not in the registry");
          }
          return known.get(id);
        }
      };
  private final ConfluentFormat<Mark> format = new ConfluentFormat<>(Topics.MARKET_MARKS, ids);

  @Test
  void writesAZeroByteTheIdInFourBytesAndTheAvroPayload() throws IOException {
    byte[] bytes = format.encode(MARK);

    assertThat(bytes).isEqualTo(Versions.wire(OURS, Versions.OURS));
    assertThat(bytes).startsWith(0, 1, 2, 3, 4);
    assertThat(format.decode(bytes)).isEqualTo(MARK);
    assertThat(asked).isEmpty();
  }

  @Test
  void readsAnOlderVersionWithTheDefaultOfWhatItLacks() throws IOException {
    Mark read = format.decode(Versions.wire(OLDER, Versions.older()));

    assertThat(read)
        .isEqualTo(
            new Mark(
                MARK.instrument(),
                MARK.bid(),
                MARK.ask(),
                null,
                MARK.eventNanos(),
                MARK.receivedNanos(),
                MARK.source()));
  }

  @Test
  void readsANewerVersionWithoutWhatItDoesNotKnowAndGivesThePayloadInItsOwnSchema()
      throws IOException {
    byte[] bytes = Versions.wire(NEWER, Versions.newer());

    assertThat(format.decode(bytes)).isEqualTo(MARK);
    assertThat(format.payload(bytes)).isEqualTo(Topics.MARKET_MARKS.codec().encode(MARK));
    assertThat(ConfluentFormat.writtenPayload(bytes))
        .isEqualTo(Arrays.copyOfRange(bytes, 5, bytes.length));
  }

  @Test
  void asksForEachForeignSchemaOnce() throws IOException {
    for (int i = 0; i < 3; i++) {
      assertThat(format.decode(Versions.wire(NEWER, Versions.newer()))).isEqualTo(MARK);
      assertThat(format.decode(Versions.wire(SAME, Versions.OURS))).isEqualTo(MARK);
      format.decode(Versions.wire(OLDER, Versions.older()));
    }

    assertThat(asked).containsExactly(NEWER, SAME, OLDER);
  }

  @Test
  void refusesWhatIsNotInTheWireFormat() {
    for (byte[] bytes :
        new byte[][] {
          {}, {0, 0, 0, 1}, {1, 1, 2, 3, 4, 0}, "{\"a\":1}".getBytes(StandardCharsets.UTF_8)
        }) {
      assertThatThrownBy(() -> format.decode(bytes))
          .isInstanceOf(UnreadableRecordException.class)
          .hasMessageContaining("wire format");
    }
    assertThatThrownBy(() -> format.decode(Versions.framed(99, new byte[3])))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("99");
  }

  @Test
  void refusesBytesLeftOverWhateverTheSchema() throws IOException {
    byte[] own = format.encode(MARK);
    byte[] foreign = Versions.wire(NEWER, Versions.newer());

    assertThatThrownBy(() -> format.decode(Arrays.copyOf(own, own.length + 1)))
        .isInstanceOf(UnreadableRecordException.class);
    assertThatThrownBy(() -> format.decode(Arrays.copyOf(foreign, foreign.length + 1)))
        .isInstanceOf(UnreadableRecordException.class);
  }

  @Test
  void everyTruncationOrFlipIsReadOrRefusedNeverAnythingElse() throws IOException {
    Random random = new Random(7);
    for (byte[] good :
        List.of(
            format.encode(MARK),
            Versions.wire(NEWER, Versions.newer()),
            Versions.wire(OLDER, Versions.older()))) {
      for (int length = 0; length < good.length; length++) {
        byte[] cut = Arrays.copyOf(good, length);
        assertThatThrownBy(() -> format.decode(cut)).isInstanceOf(UnreadableRecordException.class);
      }
      for (int i = 0; i < 20_000; i++) {
        byte[] bad = good.clone();
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
          bad[5 + random.nextInt(bad.length - 5)] = (byte) random.nextInt(256);
        }
        readOrRefuse(bad);
      }
    }
  }

  @Test
  void lengthsAndCountsThatLieAllocateNothing() {
    // in each: a string, a decimal or an array that claims two billion bytes or elements
    AvroWriter string = new AvroWriter();
    string.writeLong(2_000_000_000);
    AvroWriter array = new AvroWriter();
    array.writeString("A:B");
    array.writeLong(1);
    array.writeLong(2_000_000_000);
    AvroWriter decimal = new AvroWriter();
    decimal.writeString("A:B");
    decimal.writeLong(0);
    decimal.writeLong(1);
    decimal.writeLong(2_000_000_000);
    for (int id : new int[] {OURS, OLDER, NEWER}) {
      for (byte[] payload : List.of(string.toBytes(), array.toBytes(), decimal.toBytes())) {
        byte[] bytes = Versions.framed(id, payload);
        assertThatThrownBy(() -> format.decode(bytes))
            .as("schema " + id)
            .isInstanceOf(UnreadableRecordException.class);
      }
    }
  }

  private void readOrRefuse(byte[] bytes) {
    try {
      format.decode(bytes);
    } catch (UnreadableRecordException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Test
  void offlineFormatsNeedNoRegistry() {
    try (Formats formats = Formats.offline()) {
      for (int i = 0; i < Topics.ALL.size(); i++) {
        ConfluentFormat<?> each = formats.confluent(Topics.ALL.get(i)).prepare();
        assertThat(ByteBuffer.wrap(each.begin().toBytes(), 1, 4).getInt()).isEqualTo(i + 1);
      }
      RecordFormat<Mark> marks = formats.of(Topics.MARKET_MARKS);
      assertThat(marks.decode(marks.encode(MARK))).isEqualTo(MARK);
      assertThatThrownBy(() -> marks.decode(Versions.framed(0, new byte[1])))
          .isInstanceOf(UnreadableRecordException.class);
      assertThatThrownBy(() -> marks.decode(Versions.framed(Topics.ALL.size() + 1, new byte[1])))
          .isInstanceOf(UnreadableRecordException.class);
      assertThatThrownBy(formats::registry).isInstanceOf(IllegalStateException.class);
    }
  }
}
