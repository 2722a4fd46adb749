package io.tapedeck.risk.core;

import io.tapedeck.domain.id.IntentId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The one byte form of an account's whole state: equal states are equal bytes, so their hash can be
 * compared between machines. Made of the same parts that the shell stores one by one.
 */
public final class AccountBytes {
  private AccountBytes() {}

  /**
   * The bytes of a state.
   *
   * @param nowNanos the partition's event time: intents that have expired are no part of the state
   */
  public static byte[] write(AccountState account, long nowNanos) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      part(out, AccountParts.header(account));
      for (Holding holding : account.holdings()) {
        if (!holding.position().untouched()) {
          out.writeUTF(holding.instrument.value());
          part(out, AccountParts.position(holding.position()));
        }
      }
      for (WorkingOrder order : account.working().values()) {
        part(out, AccountParts.order(order));
      }
      for (Map.Entry<IntentId, Long> seen : account.seenIntents(nowNanos).entrySet()) {
        out.writeUTF(seen.getKey().value());
        out.writeLong(seen.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes every byte", e);
    }
    return bytes.toByteArray();
  }

  private static void part(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
