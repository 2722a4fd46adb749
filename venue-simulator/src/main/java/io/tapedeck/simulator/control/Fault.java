package io.tapedeck.simulator.control;

import java.util.Arrays;
import java.util.Locale;

/**
 * One planned misbehaviour of a REST call.
 *
 * @param target the method's name such as {@code AddOrder}, or {@code *}
 * @param kind what goes wrong
 * @param when before the request has its effect, or after it
 * @param status HTTP status for {@link Kind#STATUS}
 * @param delayMs wait for {@link Kind#DELAY}
 * @param retryAfterSeconds Retry-After header of a status, 0 for none
 */
public record Fault(
    String target, Kind kind, When when, int status, long delayMs, int retryAfterSeconds) {
  /** What can go wrong. */
  public enum Kind {
    /** An HTTP status with a plain body. */
    STATUS,
    /** The connection is closed without an answer. */
    DROP,
    /** The answer, or the effect, comes late. */
    DELAY,
    /** Half of the answer's bytes, then the connection is closed. */
    TRUNCATE,
    /** Status 200 with an HTML page. */
    HTML,
    /** A well-formed answer about an order that does not exist. */
    WRONG_ID,
    /** Kraken's rate limit error. */
    RATE_LIMIT
  }

  /** Whether the exchange sees the request. */
  public enum When {
    /** It does not (or, for a delay, late). */
    BEFORE,
    /** It does. */
    AFTER
  }

  /** Parses a constant's name in any case; names the possible ones if it is none. */
  static <E extends Enum<E>> E parse(Class<E> type, String text) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text.toUpperCase(Locale.ROOT))) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is none of " + Arrays.toString(type.getEnumConstants()));
  }
}
