package io.tapedeck.schemas.codec;

import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.AvroWriter;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parts that several records share: optional values, lists, enums, coordinates. */
final class Parts {
  private Parts() {}

  static <T> void writeOptional(
      AvroWriter out, @Nullable T value, BiConsumer<AvroWriter, T> write) {
    if (value == null) {
      out.writeLong(0);
    } else {
      out.writeLong(1);
      write.accept(out, value);
    }
  }

  static <T> @Nullable T readOptional(AvroReader in, Function<AvroReader, T> read) {
    return in.readPresent() ? read.apply(in) : null;
  }

  static <T> void writeList(AvroWriter out, List<T> values, BiConsumer<AvroWriter, T> write) {
    if (!values.isEmpty()) {
      out.writeLong(values.size());
      for (int i = 0; i < values.size(); i++) {
        write.accept(out, values.get(i));
      }
    }
    out.writeLong(0);
  }

  static <T> List<T> readList(AvroReader in, Function<AvroReader, T> read) {
    List<T> values = new ArrayList<>();
    for (long count = blockCount(in); count != 0; count = blockCount(in)) {
      for (long i = 0; i < count; i++) {
        values.add(read.apply(in));
      }
    }
    return values;
  }

  /** Elements of the next block of an array or map; 0 ends it. */
  static long blockCount(AvroReader in) {
    long count = in.readLong();
    if (count < 0) {
      in.readLong(); // size in bytes, for readers that skip
      count = -count;
    }
    // every element of ours takes at least one byte, so a larger count is a lie
    if (count < 0 || count > in.remaining()) {
      throw new UnreadableRecordException("a block of " + count + " elements");
    }
    return count;
  }

  /** An enum whose first constant is the schema's UNKNOWN. */
  @SuppressWarnings("EnumOrdinal") // the schema lint proves that symbols and constants agree
  static void writeEnum(AvroWriter out, Enum<?> value) {
    out.writeLong(value.ordinal());
  }

  static <E extends Enum<E>> E readEnum(AvroReader in, E[] constants) {
    return constants[in.readIndex(constants.length)];
  }

  /** An enum without a constant for the schema's UNKNOWN. */
  @SuppressWarnings("EnumOrdinal") // the schema lint proves that symbols and constants agree
  static void writeKnownEnum(AvroWriter out, Enum<?> value) {
    out.writeLong(value.ordinal() + 1);
  }

  static <E extends Enum<E>> E readKnownEnum(AvroReader in, E[] constants) {
    int index = in.readIndex(constants.length + 1);
    if (index == 0) {
      throw new UnreadableRecordException(
          "a symbol of "
              + constants.getClass().getComponentType().getSimpleName()
              + " that this build does not know");
    }
    return constants[index - 1];
  }

  static void writeCoordinates(AvroWriter out, Coordinates value) {
    out.writeString(value.topic());
    out.writeLong(value.partition());
    out.writeLong(value.offset());
  }

  static Coordinates readCoordinates(AvroReader in) {
    return new Coordinates(in.readString(), in.readInt(), in.readLong());
  }

  static void writePrice(AvroWriter out, Price value) {
    out.writeDecimal(value.raw());
  }

  static Price readPrice(AvroReader in) {
    return new Price(in.readDecimal());
  }

  static void writeQuantity(AvroWriter out, Quantity value) {
    out.writeDecimal(value.raw());
  }

  static Quantity readQuantity(AvroReader in) {
    return new Quantity(in.readDecimal());
  }

  static void writeDoubles(AvroWriter out, List<Double> values) {
    writeList(out, values, AvroWriter::writeDouble);
  }

  static List<Double> readDoubles(AvroReader in) {
    return readList(in, AvroReader::readDouble);
  }

  /** The branch that the kind names must be there, and no other. */
  static void branch(AvroReader in, boolean wanted, String field) {
    if (in.readPresent() != wanted) {
      throw new UnreadableRecordException(
          "field " + field + (wanted ? " is missing" : " is set, but not of this kind"));
    }
  }
}
