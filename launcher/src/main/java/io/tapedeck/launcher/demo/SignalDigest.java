package io.tapedeck.launcher.demo;

import io.tapedeck.domain.signal.Signal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;

/**
 * SHA-256 over one instrument's scores and feature vectors in tape order; the digests of all
 * instruments, in order of their names, make one. Only what is a function of the tape goes in:
 * event time, score and features, as raw bits; no offsets, no receive times.
 */
final class SignalDigest {
  private final MessageDigest digest = sha256();

  void add(Signal signal) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * (2 + signal.features().size()));
    bytes.putLong(signal.eventNanos()).putLong(Double.doubleToRawLongBits(signal.score()));
    for (double feature : signal.features()) {
      bytes.putLong(Double.doubleToRawLongBits(feature));
    }
    digest.update(bytes.flip());
  }

  private byte[] now() {
    try {
      return ((MessageDigest) digest.clone()).digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
    }
  }

  static String combined(SortedMap<String, SignalDigest> byInstrument) {
    MessageDigest all = sha256();
    for (Map.Entry<String, SignalDigest> one : byInstrument.entrySet()) {
      all.update(one.getKey().getBytes(StandardCharsets.UTF_8));
      all.update(one.getValue().now());
    }
    return HexFormat.of().formatHex(all.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
