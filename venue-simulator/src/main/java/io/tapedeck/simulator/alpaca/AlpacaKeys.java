package io.tapedeck.simulator.alpaca;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who may use Alpaca's calls, and which streams each key has open. Thread-safe. */
public final class AlpacaKeys {
  private final Map<String, String> secrets = new ConcurrentHashMap<>();
  private final Map<String, Long> streams = new ConcurrentHashMap<>();

  /** Lets a key in. */
  public void add(String key, String secret) {
    secrets.put(key, secret);
  }

  boolean known(@Nullable String key, @Nullable String secret) {
    String right = key == null ? null : secrets.get(key);
    return right != null
        && secret != null
        && MessageDigest.isEqual(
            right.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
  }

  /** Takes the one place that a key has on an endpoint; false if it is taken. */
  boolean occupy(String key, String endpoint, long connection) {
    return streams.putIfAbsent(key + "@" + endpoint, connection) == null;
  }

  void free(String key, String endpoint, long connection) {
    streams.remove(key + "@" + endpoint, connection);
  }
}
