package io.tapedeck.runtime.health;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One named question about a running service. Called from HTTP threads; must answer quickly. */
public interface HealthCheck {
  /** Stable, lower-case, hyphenated. */
  String name();

  /** Which endpoint asks. */
  Kind kind();

  /** The answer now. */
  Result check();

  /** Whether a failed check means "restart me" or "do not count on me yet". */
  enum Kind {
    LIVE,
    READY
  }

  /**
   * An answer.
   *
   * @param up whether the check passes
   * @param detail what was observed, for a person; no secrets
   */
  record Result(boolean up, String detail) {
    public static Result up(String detail) {
      return new Result(true, detail);
    }

    public static Result down(String detail) {
      return new Result(false, detail);
    }
  }

  /** A readiness check. */
  static HealthCheck ready(String name, Supplier<Result> answer) {
    return new NamedHealthCheck(name, Kind.READY, answer);
  }

  /** A liveness check. */
  static HealthCheck live(String name, BooleanSupplier alive) {
    return new NamedHealthCheck(
        name, Kind.LIVE, () -> alive.getAsBoolean() ? Result.up("alive") : Result.down("dead"));
  }
}
