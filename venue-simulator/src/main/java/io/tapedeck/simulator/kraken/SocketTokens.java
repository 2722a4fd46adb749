package io.tapedeck.simulator.kraken;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of GetWebSocketsToken: first use within 15 minutes, then good as long as they are used.
 */
public final class SocketTokens {
  static final long LIFE_SECONDS = 900;

  private record Token(String account, long expiresNs) {}

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Token> tokens = new ConcurrentHashMap<>();
  private final LongSupplier wallClockNs;

  /** No tokens yet. */
  public SocketTokens(LongSupplier wallClockNs) {
    this.wallClockNs = wallClockNs;
  }

  String issue(String account) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String text = Base64.getEncoder().encodeToString(bytes);
    tokens.put(text, new Token(account, expiry()));
    return text;
  }

  private long expiry() {
    return wallClockNs.getAsLong() + LIFE_SECONDS * 1_000_000_000L;
  }

  @Nullable String account(String text) {
    Token token = tokens.get(text);
    if (token == null || wallClockNs.getAsLong() > token.expiresNs) {
      return null;
    }
    tokens.put(text, new Token(token.account, expiry()));
    return token.account;
  }
}
