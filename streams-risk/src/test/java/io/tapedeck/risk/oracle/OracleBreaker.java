package io.tapedeck.risk.oracle;

import java.math.BigDecimal;

/** A circuit breaker of the oracle: an account's or everyone's. */
final class OracleBreaker {
  private static final BigDecimal MINUTE = BigDecimal.valueOf(60_000_000_000L);

  boolean tripped;
  boolean armed = true;
  private long until;

  void trip(long clock, OracleLimits.View limits) {
    BigDecimal cooldown = limits.number("cooldown_minutes");
    long end =
        limits.is("auto_resume", "true") && cooldown != null
            ? clock + cooldown.multiply(MINUTE).longValueExact()
            : Long.MAX_VALUE;
    until = tripped ? Math.max(until, end) : end;
    tripped = true;
  }

  boolean trips(long clock) {
    return tripped && clock < until;
  }

  boolean over(long clock) {
    return tripped && clock >= until;
  }

  void reset() {
    tripped = false;
    armed = false;
  }
}
