package io.tapedeck.schemas.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Whatever the bytes are: a value, or one exception that says that they are none. */
class AvroReaderPropertyTest {
  private static final List<Function<AvroReader, ?>> READS =
      List.of(
          AvroReader::raw,
          AvroReader::rawInt,
          AvroReader::readLong,
          AvroReader::readInt,
          AvroReader::readBoolean,
          AvroReader::readDouble,
          AvroReader::readString,
          AvroReader::readBytes,
          AvroReader::readDecimal,
          AvroReader::readNanos,
          AvroReader::readPresent,
          in -> in.readIndex(3));

  @Property(tries = 3000)
  void everyReadGivesAValueOrRefuses(@ForAll @Size(max = 24) byte[] bytes) {
    for (Function<AvroReader, ?> read : READS) {
      AvroReader in = new AvroReader().wrap(bytes);
      try {
        read.apply(in);
        assertThat(in.remaining()).isBetween(0, bytes.length);
      } catch (UnreadableRecordException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Property(tries = 2000)
  void everyCodecGivesAValueOrRefuses(@ForAll @Size(max = 60) byte[] bytes) {
    for (Topic<?> topic : Topics.ALL) {
      try {
        topic.codec().decode(bytes);
      } catch (UnreadableRecordException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Example
  void aLengthBeyondTheRecordIsRefusedBeforeAnythingIsAllocated() {
    for (long length : new long[] {4, 1L << 31, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
      AvroWriter out = new AvroWriter();
      out.writeLong(length);
      byte[] header = out.toBytes();
      byte[] bytes = Arrays.copyOf(header, header.length + 3);
      for (Function<AvroReader, ?> read :
          List.<Function<AvroReader, ?>>of(
              AvroReader::readString, AvroReader::readBytes, AvroReader::readDecimal)) {
        assertThatThrownBy(() -> read.apply(new AvroReader().wrap(bytes)))
            .isInstanceOf(UnreadableRecordException.class);
      }
    }
  }

  @Example
  void readsOnlyItsSliceOfTheArray() {
    byte[] bytes = {2, 4, 6};
    AvroReader in = new AvroReader().wrap(bytes, 1, 1);

    assertThat(in.readLong()).isEqualTo(2);
    in.end();
    assertThatThrownBy(in::readLong).isInstanceOf(UnreadableRecordException.class);
  }
}
