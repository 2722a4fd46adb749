package io.tapedeck.executor.venue.kraken;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Kraken's API-Sign: HMAC-SHA512 of path and SHA-256(nonce + body), key and result in base64. */
final class KrakenSignature {
  private final SecretKeySpec key;

  /**
   * A signer.
   *
   * @throws IllegalArgumentException if the secret is not base64; the message does not show it
   */
  KrakenSignature(String base64Secret) {
    byte[] secret;
    try {
      secret = Base64.getDecoder().decode(base64Secret);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "api_secret of a Kraken account is not base64; copy the private key as Kraken shows it");
    }
    this.key = new SecretKeySpec(secret, "HmacSHA512");
  }

  String of(String path, String nonce, String body) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((nonce + body).getBytes(StandardCharsets.UTF_8));
      Mac mac = Mac.getInstance("HmacSHA512");
      mac.init(key);
      mac.update(path.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(hash));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256 and HmacSHA512", e);
    }
  }
}
