package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.EnumMap;
import java.util.Map;

/** Compares a figure with the limit in force. */
final class Bound {
  private static final String UNSET = "not set";
  private static final Map<CheckCode, CheckResult> NOT_SET = new EnumMap<>(CheckCode.class);

  static {
    for (CheckCode code : CheckCode.values()) {
      NOT_SET.put(code, CheckResult.of(code, true, UNSET));
    }
  }

  private Bound() {}

  static CheckResult atMost(Order order, CheckCode code, long observed, Limit limit) {
    if (!order.limits().has(limit)) {
      return CheckResult.unlimited(code, observed, UNSET);
    }
    return CheckResult.atMost(
        code, observed, order.limits().value(limit), order.limits().origin(limit));
  }

  static CheckResult atLeast(Order order, CheckCode code, long observed, Limit limit) {
    if (!order.limits().has(limit)) {
      return CheckResult.unlimited(code, observed, UNSET);
    }
    return CheckResult.atLeast(
        code, observed, order.limits().value(limit), order.limits().origin(limit));
  }

  /** For what needs a mark and has none: refused, if there is a limit to hold. */
  static CheckResult noMark(Order order, CheckCode code, Limit limit) {
    return order.limits().has(limit) ? CheckResult.of(code, false, "no mark") : unset(code);
  }

  static CheckResult unset(CheckCode code) {
    return NOT_SET.getOrDefault(code, CheckResult.of(code, true, UNSET));
  }
}
