package io.tapedeck.domain.id;

import io.tapedeck.domain.tape.Coordinates;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Ids derived from their inputs (RFC 9562 version 5 UUIDs), so that a replay derives the same ids
 * and a repeated input is recognised.
 */
public final class DerivedIds {
  private static final UUID NAMESPACE = UUID.fromString("6f1c1f7e-6a53-5c0e-9d2a-7461706564ec");

  private DerivedIds() {}

  /**
   * The id of a strategy's intent.
   *
   * @param cause the tick that the strategy reacted to
   * @param index the intent's place among those that the one tick led to, from 0
   */
  public static IntentId intent(StrategyId strategy, Coordinates cause, int index) {
    return new IntentId(
        name("intent", strategy.value(), cause.toString(), Integer.toString(index)));
  }

  /**
   * The client order id of an attempt to send an intent.
   *
   * @param namespace tells installations apart that share a venue account
   * @param attempt from 1; grows only after a definitive reject
   */
  public static ClientOrderId clientOrder(
      String namespace, AccountId account, IntentId intent, int attempt) {
    return new ClientOrderId(
        name("order", namespace, account.value(), intent.value(), Integer.toString(attempt)));
  }

  /**
   * A version-5 UUID over the parts; parts are length-prefixed, so no two lists of parts collide.
   */
  public static String name(String... parts) {
    MessageDigest sha1;
    try {
      sha1 = MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
    sha1.update(longs(NAMESPACE.getMostSignificantBits(), NAMESPACE.getLeastSignificantBits()));
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      sha1.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
      sha1.update(bytes);
    }
    ByteBuffer hash = ByteBuffer.wrap(sha1.digest());
    long high = (hash.getLong() & ~0xF000L) | 0x5000L;
    long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  private static byte[] longs(long high, long low) {
    return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }
}
