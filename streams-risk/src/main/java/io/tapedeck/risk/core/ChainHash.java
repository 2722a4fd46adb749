package io.tapedeck.risk.core;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The hash chain of a journal partition: {@code hash(n) = SHA-256(hash(n-1) ‖ entry ‖ decisions)},
 * each payload behind its length in four bytes, over the bytes as written. Immutable.
 */
public final class ChainHash {
  /** Header of a journal record that carries the hash after it, 32 bytes. */
  public static final String HEADER = "chain-hash";

  /** Before the first entry. */
  public static final ChainHash GENESIS = new ChainHash(new byte[32]);

  private final byte[] hash;

  private ChainHash(byte[] hash) {
    this.hash = hash;
  }

  /** A hash as {@link #bytes} gave it. */
  public static ChainHash of(byte[] bytes) {
    if (bytes.length != 32) {
      throw new IllegalArgumentException("a chain hash has 32 bytes, not " + bytes.length);
    }
    return new ChainHash(bytes.clone());
  }

  /** The hash after an entry and the decisions that it led to. */
  public ChainHash next(byte[] entryPayload, List<byte[]> decisionPayloads) {
    return next(entryPayload, decisionPayloads, 0);
  }

  /**
   * The same where each payload begins behind a header of its array.
   *
   * @param header bytes before each payload; an array that is not longer holds an empty one
   */
  public ChainHash next(byte[] entry, List<byte[]> decisions, int header) {
    MessageDigest digest = sha256();
    digest.update(hash);
    update(digest, entry, header);
    for (byte[] decision : decisions) {
      update(digest, decision, header);
    }
    return new ChainHash(digest.digest());
  }

  private static void update(MessageDigest digest, byte[] bytes, int header) {
    int length = Math.max(0, bytes.length - header);
    for (int shift = 24; shift >= 0; shift -= 8) {
      digest.update((byte) (length >>> shift));
    }
    digest.update(bytes, bytes.length - length, length);
  }

  /** SHA-256 of anything, 32 bytes. */
  public static byte[] sha256(byte[] bytes) {
    return sha256().digest(bytes);
  }

  /** Hex SHA-256 of anything. */
  public static String sha256Hex(byte[] bytes) {
    return HexFormat.of().formatHex(sha256(bytes));
  }

  /** True if these are its bytes. */
  public boolean is(byte[] bytes) {
    return Arrays.equals(hash, bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** 32 bytes. */
  public byte[] bytes() {
    return hash.clone();
  }

  /** Hex text. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(hash);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChainHash that && MessageDigest.isEqual(hash, that.hash);
  }

  @Override
  public int hashCode() {
    return ByteBuffer.wrap(hash).getInt();
  }
}
