package io.tapedeck.simulator.kraken;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Kraken's API-Sign: HMAC-SHA512 over the path and SHA-256 of nonce and body. */
final class Signature {
  private Signature() {}

  static SecretKeySpec secret(String base64) {
    return new SecretKeySpec(Base64.getDecoder().decode(base64), "HmacSHA512");
  }

  static String of(SecretKeySpec secret, String path, String nonce, String body) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(nonce.getBytes(StandardCharsets.UTF_8));
      sha256.update(body.getBytes(StandardCharsets.UTF_8));
      Mac mac = Mac.getInstance("HmacSHA512");
      mac.init(secret);
      mac.update(path.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(sha256.digest()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256 and HmacSHA512", e);
    }
  }

  static boolean matches(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
