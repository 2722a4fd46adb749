package io.tapedeck.ingest.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a record of the tape came from that no socket brought: a row of a file or of a venue's
 * history. It travels as a header, so that the same source read again writes nothing twice, and one
 * that was broken off goes on where it was.
 *
 * @param source the first 16 bytes of the SHA-256 of the file, or of what was asked of the venue
 * @param row its number in the source; grows along each instrument
 * @param place where the source can be taken up again, empty if it is read from its begin
 */
@SuppressWarnings("ArrayRecordComponent") // compared by same() only
public record SourceRow(byte[] source, long row, String place) {
  /** The header's name. */
  public static final String HEADER = "source-row";

  private static final int SOURCE_BYTES = 16;

  /** The digest that names sources. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The name of a source, from its digest. */
  public static byte[] source(byte[] sha256) {
    return Arrays.copyOf(sha256, SOURCE_BYTES);
  }

  /** The header's value. */
  byte[] encode() {
    byte[] at = place.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(SOURCE_BYTES + Long.BYTES + at.length)
        .put(source)
        .putLong(row)
        .put(at)
        .array();
  }

  /** The row that a header names, if it is of this source; else null. */
  static @Nullable SourceRow decode(byte @Nullable [] header, byte[] wanted) {
    if (header == null || header.length < SOURCE_BYTES + Long.BYTES) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(header);
    byte[] source = new byte[SOURCE_BYTES];
    in.get(source);
    if (!MessageDigest.isEqual(source, wanted)) {
      return null;
    }
    long row = in.getLong();
    return new SourceRow(source, row, StandardCharsets.UTF_8.decode(in).toString());
  }
}
