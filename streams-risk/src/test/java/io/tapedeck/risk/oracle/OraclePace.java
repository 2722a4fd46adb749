package io.tapedeck.risk.oracle;

import java.math.BigDecimal;

/** How often an account may send: equal orders, and the bucket of messages. */
final class OraclePace {
  private static final BigDecimal MINUTE = BigDecimal.valueOf(60);

  private OraclePace() {}

  static OracleAccount.Kind kind(OracleChecks.Ask ask) {
    return new OracleAccount.Kind(
        ask.strategy(), ask.instrument(), ask.side(), ask.quantity().stripTrailingZeros());
  }

  /** Equal orders approved in the window that is open now. */
  static int inWindow(OracleAccount.Equals equals, long clock, OracleLimits.View limits) {
    BigDecimal window = limits.number("repeated_order_window_seconds", MINUTE);
    boolean open =
        equals != null && BigDecimal.valueOf(clock - equals.first, 9).compareTo(window) <= 0;
    return open ? equals.count : 0;
  }

  /** An equal order was approved. */
  static void submitted(
      OracleAccount account, OracleChecks.Ask ask, long clock, OracleLimits.View limits) {
    OracleAccount.Equals equals =
        account.equals.computeIfAbsent(kind(ask), k -> new OracleAccount.Equals());
    int before = inWindow(equals, clock, limits);
    equals.count = before + 1;
    equals.first = before == 0 ? clock : equals.first;
    equals.last = clock;
    equals.lastLimit = ask.limit();
  }

  private static BigDecimal burst(OracleLimits.View limits) {
    return limits.number("message_burst", limits.number("max_messages_per_second"));
  }

  /** What is in the bucket; null if there is none. */
  static BigDecimal tokens(OracleAccount account, long clock, OracleLimits.View limits) {
    BigDecimal rate = limits.number("max_messages_per_second");
    if (rate == null) {
      return null;
    }
    if (account.tokens == null) {
      return burst(limits);
    }
    BigDecimal passed = BigDecimal.valueOf(clock - account.tokensAt, 9);
    return account.tokens.add(RiskOracle.product(passed, rate)).min(burst(limits));
  }

  /** A message was approved. */
  static void message(OracleAccount account, long clock, OracleLimits.View limits) {
    BigDecimal tokens = tokens(account, clock, limits);
    if (tokens != null) {
      account.tokens = tokens.subtract(BigDecimal.ONE).max(BigDecimal.ZERO);
      account.tokensAt = clock;
    }
  }
}
