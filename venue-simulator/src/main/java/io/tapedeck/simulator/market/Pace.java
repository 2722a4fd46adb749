package io.tapedeck.simulator.market;

/**
 * How fast a market is played.
 *
 * @param kind the measure
 * @param value ticks a second for {@link Kind#RATE}, a multiple of recorded time for {@link
 *     Kind#TAPE_TIME}, unused for {@link Kind#UNLIMITED}
 */
public record Pace(Kind kind, double value) {
  /** Measures of speed. */
  public enum Kind {
    /** So many ticks (rows) a second. */
    RATE,
    /** So many times the recorded time. */
    TAPE_TIME,
    /** As fast as the slowest subscriber's socket accepts. */
    UNLIMITED
  }

  /** Checks the value. */
  public Pace {
    if (kind != Kind.UNLIMITED && !(value > 0)) {
      throw new IllegalArgumentException("speed value must be above zero: " + value);
    }
  }

  /** So many ticks a second. */
  public static Pace rate(double ticksPerSecond) {
    return new Pace(Kind.RATE, ticksPerSecond);
  }

  /** A multiple of recorded time. */
  public static Pace tapeTime(double multiple) {
    return new Pace(Kind.TAPE_TIME, multiple);
  }

  /** As fast as the sockets accept. */
  public static Pace unlimited() {
    return new Pace(Kind.UNLIMITED, 0);
  }
}
