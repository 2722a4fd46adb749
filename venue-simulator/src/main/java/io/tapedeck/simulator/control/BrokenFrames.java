package io.tapedeck.simulator.control;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Frames spoilt on purpose, for the protocols of all venues. */
final class BrokenFrames {
  private static final int DEPTH = 100_000;

  /** The first price: a number after one of these names, or v1's first text of digits. */
  private static final Pattern PRICE =
      Pattern.compile(
          "\"(?:bid|price|bp|p|o|u|op)\":\"?(-?[0-9]+(?:\\.[0-9]+)?)|\"([0-9]+\\.[0-9]+)\"");

  private static final Pattern NAME = Pattern.compile("\"(?:bid|price|bp|p|o|u|op|a|as|b)\":");
  private static final Pattern CHECKSUM = Pattern.compile("\"(?:checksum\":|c\":\")([0-9]+)");

  private BrokenFrames() {}

  /** Whether a frame is market data: no heartbeat, status, acknowledgement. */
  static boolean data(String protocol, String frame) {
    return switch (protocol) {
      case "kraken-v2" ->
          frame.startsWith("{\"channel\":\"")
              && !frame.startsWith("{\"channel\":\"heartbeat")
              && !frame.startsWith("{\"channel\":\"status");
      case "kraken-v1" -> frame.startsWith("[");
      // types of one letter are data
      default -> frame.length() > 9 && frame.startsWith("[{\"T\":\"") && frame.charAt(8) == '"';
    };
  }

  static String text(byte[] frame) {
    return new String(frame, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] malformed(SocketFault.Kind kind, byte[] frame) {
    return switch (kind) {
      case BAD_UTF8 -> badUtf8(frame);
      case TRUNCATED -> Arrays.copyOf(frame, frame.length / 2);
      case DEEP_NESTING -> bytes("{\"channel\":\"trade\",\"data\":" + "[".repeat(DEPTH));
      case NAN -> price(frame, "NaN");
      case HUGE_NUMBER -> price(frame, "1e400");
      case NEGATIVE -> price(frame, "-1.5");
      case MISSING_FIELD -> bytes(NAME.matcher(text(frame)).replaceFirst("\"no_such_field\":"));
      default -> throw new IllegalArgumentException(kind + " does not spoil a frame");
    };
  }

  /** A continuation byte is missing inside the first quoted text. */
  private static byte[] badUtf8(byte[] frame) {
    byte[] spoilt = frame.clone();
    int quote = text(frame).indexOf('"');
    spoilt[Math.max(0, quote) + 1] = (byte) 0xC3;
    return spoilt;
  }

  private static byte[] price(byte[] frame, String instead) {
    String text = text(frame);
    Matcher match = PRICE.matcher(text);
    if (!match.find()) {
      return frame;
    }
    int group = match.group(1) == null ? 2 : 1;
    return bytes(
        text.substring(0, match.start(group)) + instead + text.substring(match.end(group)));
  }

  /** The frame with another checksum, or null if it has none. */
  static byte @Nullable [] wrongChecksum(byte[] frame) {
    String text = text(frame);
    Matcher match = CHECKSUM.matcher(text);
    if (!match.find()) {
      return null;
    }
    long other = (Long.parseLong(match.group(1)) + 1) % (1L << 32);
    return bytes(text.substring(0, match.start(1)) + other + text.substring(match.end(1)));
  }

  static byte[] huge(String protocol, int size) {
    String begin =
        switch (protocol) {
          case "kraken-v2" -> "{\"channel\":\"padding\",\"data\":\"";
          case "kraken-v1" -> "{\"event\":\"padding\",\"data\":\"";
          default -> "[{\"T\":\"padding\",\"data\":\"";
        };
    String end = protocol.startsWith("kraken") ? "\"}" : "\"}]";
    byte[] frame = new byte[Math.max(size, begin.length() + end.length())];
    Arrays.fill(frame, (byte) 'x');
    System.arraycopy(bytes(begin), 0, frame, 0, begin.length());
    System.arraycopy(bytes(end), 0, frame, frame.length - end.length(), end.length());
    return frame;
  }
}
