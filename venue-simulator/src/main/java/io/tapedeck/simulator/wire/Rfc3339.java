package io.tapedeck.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times on Kraken's wire. */
public final class Rfc3339 {
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private Rfc3339() {}

  /** Up to the second, without fraction and zone. */
  public static byte[] second(long epochSecond) {
    return SECOND.format(Instant.ofEpochSecond(epochSecond)).getBytes(StandardCharsets.US_ASCII);
  }

  /** With microseconds, as Kraken's control messages have them. */
  public static String micros(long epochNs) {
    return MICROS.format(instant(epochNs));
  }

  /** Whole seconds and Z. */
  public static String seconds(long epochNs) {
    return SECOND.format(instant(epochNs)) + "Z";
  }

  public static Instant instant(long epochNs) {
    return Instant.ofEpochSecond(
        Math.floorDiv(epochNs, 1_000_000_000L), Math.floorMod(epochNs, 1_000_000_000L));
  }

  public static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }

  /**
   * Parses a time with any fraction and zone.
   *
   * @throws java.time.format.DateTimeParseException if it is none
   */
  public static long parse(String text) {
    return nanos(OffsetDateTime.parse(text).toInstant());
  }
}
