package io.tapedeck.simulator.kraken;

import io.tapedeck.simulator.exchange.Exchange;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Checks who sent a private request. Thread-safe. */
public final class ApiKeys {
  private record Key(String id, SecretKeySpec secret, String account) {}

  private final Map<String, Key> keys = new ConcurrentHashMap<>();
  private final Exchange exchange;

  /** No keys yet; nonces are the exchange's, so that they outlive a restart. */
  public ApiKeys(Exchange exchange) {
    this.exchange = exchange;
  }

  /**
   * Adds a key.
   *
   * @throws IllegalArgumentException if the secret is not base64
   */
  public void add(String key, String base64Secret, String account) {
    keys.put(key, new Key(fingerprint(key), Signature.secret(base64Secret), account));
  }

  /** The ledger names keys by this, never by themselves. */
  private static String fingerprint(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The account of a correctly signed request with a fresh nonce. */
  String authenticate(
      @Nullable String keyName, @Nullable String sign, String path, String body, Parameters form)
      throws KrakenError {
    Key key = keyName == null ? null : keys.get(keyName);
    if (key == null) {
      throw new KrakenError("EAPI:Invalid key");
    }
    String nonce = form.text("nonce", "");
    if (nonce.isEmpty()) {
      throw new KrakenError("EAPI:Invalid nonce");
    }
    if (sign == null || !Signature.matches(Signature.of(key.secret, path, nonce, body), sign)) {
      throw new KrakenError("EAPI:Invalid signature");
    }
    long number;
    try {
      number = Long.parseUnsignedLong(nonce);
    } catch (NumberFormatException e) {
      throw new KrakenError("EAPI:Invalid nonce");
    }
    if (!exchange.acceptNonce(key.id, number)) {
      throw new KrakenError("EAPI:Invalid nonce");
    }
    return key.account;
  }
}
