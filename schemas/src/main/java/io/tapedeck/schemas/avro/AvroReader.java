package io.tapedeck.schemas.avro;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads Avro's binary encoding from an array; the counterpart of {@link AvroWriter}. Reused from
 * record to record, not thread-safe. Every method throws {@link UnreadableRecordException} where
 * the bytes end early or are no such value.
 */
public final class AvroReader {
  private byte[] buffer = {};
  private int at;
  private int limit;

  /** Reads from here on. */
  public AvroReader wrap(byte[] bytes, int offset, int length) {
    buffer = bytes;
    at = offset;
    limit = offset + length;
    return this;
  }

  /** Reads a whole array. */
  public AvroReader wrap(byte[] bytes) {
    return wrap(bytes, 0, bytes.length);
  }

  /** Bytes not read yet. */
  public int remaining() {
    return limit - at;
  }

  /** A copy of the bytes not read yet; reading stays where it is. */
  public byte[] rest() {
    return Arrays.copyOfRange(buffer, at, limit);
  }

  /** Goes back by bytes that were read before. */
  public void rewind(int bytes) {
    at -= bytes;
  }

  /** Throws if bytes are left over. */
  public void end() {
    if (at != limit) {
      throw new UnreadableRecordException(remaining() + " bytes left over after the record");
    }
  }

  private void need(int bytes) {
    if (bytes < 0 || limit - at < bytes) {
      throw new UnreadableRecordException(
          "the record ends early: " + bytes + " bytes wanted, " + (limit - at) + " left");
    }
  }

  /** One byte, unsigned. */
  public int raw() {
    need(1);
    return buffer[at++] & 0xFF;
  }

  /** Four bytes, most significant first. */
  public int rawInt() {
    return raw() << 24 | raw() << 16 | raw() << 8 | raw();
  }

  /** Avro int or long. */
  public long readLong() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      need(1);
      byte b = buffer[at++];
      value |= (b & 0x7FL) << shift;
      if (b >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new UnreadableRecordException("a number longer than 64 bits");
  }

  /** Avro int. */
  public int readInt() {
    long value = readLong();
    if (value != (int) value) {
      throw new UnreadableRecordException("a number longer than 32 bits: " + value);
    }
    return (int) value;
  }

  /** Avro boolean. */
  public boolean readBoolean() {
    int b = raw();
    if (b > 1) {
      throw new UnreadableRecordException("not a boolean: " + b);
    }
    return b == 1;
  }

  /** Avro double. */
  public double readDouble() {
    need(8);
    long bits = 0;
    for (int shift = 0; shift < 64; shift += 8) {
      bits |= (buffer[at++] & 0xFFL) << shift;
    }
    return Double.longBitsToDouble(bits);
  }

  private int readLength() {
    long length = readLong();
    if (length < 0 || length > limit - at) {
      throw new UnreadableRecordException(
          "a length of " + length + " where " + (limit - at) + " bytes are left");
    }
    return (int) length;
  }

  /** Avro string. */
  public String readString() {
    int length = readLength();
    String value = new String(buffer, at, length, StandardCharsets.UTF_8);
    at += length;
    return value;
  }

  /** Avro bytes. */
  public byte[] readBytes() {
    int length = readLength();
    byte[] value = Arrays.copyOfRange(buffer, at, at + length);
    at += length;
    return value;
  }

  /** Passes over a string or bytes. */
  public void skipBytes() {
    int length = readLength();
    at += length;
  }

  /** decimal(38, 9) as raw scale-9 value; refuses what does not fit 64 bits. */
  public long readDecimal() {
    int length = readLength();
    if (length == 0) {
      throw new UnreadableRecordException("a decimal of no bytes");
    }
    long value = buffer[at];
    int sign = value < 0 ? -1 : 0;
    for (int i = 1; i < length; i++) {
      if (value >> 55 != sign) {
        throw new UnreadableRecordException(
            "a decimal beyond the money type (±9223372036.854775807)");
      }
      value = value << 8 | buffer[at + i] & 0xFF;
    }
    at += length;
    return value;
  }

  /** A time written by {@link AvroWriter#writeNanos}. */
  public long readNanos() {
    try {
      return Math.addExact(Math.multiplyExact(readLong(), 1000L), readLong());
    } catch (ArithmeticException e) {
      throw new UnreadableRecordException("a time beyond the year 2262");
    }
  }

  /** Index of a union branch or enum symbol, from 0. */
  public int readIndex(int count) {
    long index = readLong();
    if (index < 0 || index >= count) {
      throw new UnreadableRecordException("branch or symbol " + index + " of " + count);
    }
    return (int) index;
  }

  /** True if the union of null and something holds something. */
  public boolean readPresent() {
    return readIndex(2) == 1;
  }
}
