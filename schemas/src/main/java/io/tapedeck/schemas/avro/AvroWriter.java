package io.tapedeck.schemas.avro;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes Avro's binary encoding into a growing array that is reused from record to record; the
 * encoding is specified in "Binary Encoding" of the Avro specification. Not thread-safe.
 */
public final class AvroWriter {
  private byte[] buffer = new byte[512];
  private int at;

  /** Forgets what was written; the array is kept. */
  public AvroWriter reset() {
    at = 0;
    return this;
  }

  /** A copy of the bytes written since {@link #reset}. */
  public byte[] toBytes() {
    return Arrays.copyOf(buffer, at);
  }

  /** How many bytes were written since {@link #reset}. */
  public int size() {
    return at;
  }

  /** The array behind, valid up to {@link #size}. */
  public byte[] array() {
    return buffer;
  }

  private void room(int bytes) {
    if (buffer.length - at < bytes) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, at + bytes));
    }
  }

  /** One byte as it is. */
  public void raw(int b) {
    room(1);
    buffer[at++] = (byte) b;
  }

  /** Four bytes, most significant first (the schema id of the wire format). */
  public void rawInt(int value) {
    room(4);
    buffer[at++] = (byte) (value >>> 24);
    buffer[at++] = (byte) (value >>> 16);
    buffer[at++] = (byte) (value >>> 8);
    buffer[at++] = (byte) value;
  }

  /** Bytes as they are. */
  public void raw(byte[] bytes) {
    room(bytes.length);
    System.arraycopy(bytes, 0, buffer, at, bytes.length);
    at += bytes.length;
  }

  /** Avro int or long: zig-zag, base 128. Also union branches, enum indexes and block counts. */
  public void writeLong(long value) {
    room(10);
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      buffer[at++] = (byte) (rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    buffer[at++] = (byte) rest;
  }

  /** Avro boolean. */
  public void writeBoolean(boolean value) {
    raw(value ? 1 : 0);
  }

  /** Avro double. */
  public void writeDouble(double value) {
    room(8);
    long bits = Double.doubleToRawLongBits(value);
    for (int shift = 0; shift < 64; shift += 8) {
      buffer[at++] = (byte) (bits >>> shift);
    }
  }

  /** Avro string. */
  public void writeString(String value) {
    int length = value.length();
    room(length + 10);
    // Nearly all of our strings are short ASCII: write the bytes behind a one-byte length at once.
    if (length < 64) {
      int start = at + 1;
      int i = 0;
      for (; i < length; i++) {
        char c = value.charAt(i);
        if (c >= 0x80) {
          break;
        }
        buffer[start + i] = (byte) c;
      }
      if (i == length) {
        buffer[at] = (byte) (length << 1);
        at = start + length;
        return;
      }
    }
    writeBytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Avro bytes. */
  public void writeBytes(byte[] value) {
    writeLong(value.length);
    raw(value);
  }

  /** decimal(38, 9): the raw scale-9 value as the shortest big-endian two's complement. */
  public void writeDecimal(long raw) {
    int bits = 65 - Long.numberOfLeadingZeros(raw < 0 ? ~raw : raw);
    int bytes = (bits + 7) / 8;
    room(9);
    buffer[at++] = (byte) (bytes << 1);
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
      buffer[at++] = (byte) (raw >> shift);
    }
  }

  /** A time: timestamp-micros, then the nanoseconds beyond them. */
  public void writeNanos(long nanos) {
    writeLong(Math.floorDiv(nanos, 1000L));
    writeLong(Math.floorMod(nanos, 1000L));
  }
}
