package io.tapedeck.signals.core.feature;

/**
 * Exponential forgetting over irregular steps, in plain arithmetic so that every JVM gets the same
 * bits: the weight kept after {@code dt} is {@code tau / (tau + dt)}, the backward Euler step of
 * {@code exp(-dt / tau)}.
 */
public final class Decay {
  private static final double NANOS = 1e9;

  private Decay() {}

  /** The weight kept after {@code dtNanos} with time constant {@code tauSeconds}; 1 for no time. */
  public static double kept(double tauSeconds, long dtNanos) {
    return tauSeconds / (tauSeconds + dtNanos / NANOS);
  }
}
