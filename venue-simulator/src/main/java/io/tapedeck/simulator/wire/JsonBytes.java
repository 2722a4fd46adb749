package io.tapedeck.simulator.wire;

import java.util.Arrays;

/** Growing ASCII bytes for the messages of the hot path. Not thread-safe. */
public final class JsonBytes {
  private static final long[] POWERS = new long[19];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private byte[] bytes = new byte[1024];
  private int length;
  private long cachedSecond = Long.MIN_VALUE;
  private byte[] cachedSecondText = new byte[0];

  public JsonBytes clear() {
    length = 0;
    return this;
  }

  public byte[] array() {
    return bytes;
  }

  public int length() {
    return length;
  }

  public byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  public JsonBytes text(String ascii) {
    int size = ascii.length();
    ensure(size);
    for (int i = 0; i < size; i++) {
      bytes[length + i] = (byte) ascii.charAt(i);
    }
    length += size;
    return this;
  }

  public JsonBytes raw(byte[] ascii) {
    return raw(ascii, ascii.length);
  }

  public JsonBytes raw(byte[] ascii, int size) {
    ensure(size);
    System.arraycopy(ascii, 0, bytes, length, size);
    length += size;
    return this;
  }

  public JsonBytes character(char c) {
    ensure(1);
    bytes[length++] = (byte) c;
    return this;
  }

  /** Takes back the last bytes. */
  public JsonBytes back(int count) {
    length -= count;
    return this;
  }

  /** A whole number. */
  public JsonBytes number(long value) {
    if (value < 0) {
      return text(Long.toString(value));
    }
    return padded(value, digits(value));
  }

  /** A raw scale 9 decimal with so many places, cut (not rounded) beyond them. */
  public JsonBytes decimal(long raw, int places) {
    if (raw < 0) {
      character('-');
    }
    long magnitude = Math.abs(raw);
    long whole = magnitude / POWERS[9];
    padded(whole, digits(whole));
    if (places > 0) {
      character('.');
      padded(magnitude % POWERS[9] / POWERS[9 - places], places);
    }
    return this;
  }

  /** Digits of {@link #decimal} without point and leading zeros: the form of the book checksum. */
  public JsonBytes checksumDigits(long raw, int places) {
    long unscaled = raw / POWERS[9 - places];
    return padded(unscaled, digits(unscaled));
  }

  /** RFC 3339 with nine fraction digits and Z. */
  public JsonBytes time(long epochNs) {
    long second = Math.floorDiv(epochNs, POWERS[9]);
    if (second != cachedSecond) {
      cachedSecond = second;
      cachedSecondText = Rfc3339.second(second);
    }
    return raw(cachedSecondText)
        .character('.')
        .padded(Math.floorMod(epochNs, POWERS[9]), 9)
        .character('Z');
  }

  private JsonBytes padded(long value, int width) {
    ensure(width);
    long rest = value;
    for (int i = length + width - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += width;
    return this;
  }

  private static int digits(long value) {
    int digits = 1;
    while (digits < POWERS.length && value >= POWERS[digits]) {
      digits++;
    }
    return digits;
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
