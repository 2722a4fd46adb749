package io.tapedeck.risk.core;

import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.risk.core.check.Check;
import io.tapedeck.risk.core.check.ConcentrationCheck;
import io.tapedeck.risk.core.check.DailyLossCheck;
import io.tapedeck.risk.core.check.DuplicateIntentCheck;
import io.tapedeck.risk.core.check.ExpiryCheck;
import io.tapedeck.risk.core.check.LimitsKnownCheck;
import io.tapedeck.risk.core.check.MarkAgeCheck;
import io.tapedeck.risk.core.check.MarkKnownCheck;
import io.tapedeck.risk.core.check.Order;
import io.tapedeck.risk.core.check.OrderValueCheck;
import io.tapedeck.risk.core.check.PositionValueCheck;
import io.tapedeck.risk.core.check.QuarantineCheck;
import io.tapedeck.risk.core.check.TermsCheck;
import io.tapedeck.risk.core.check.TradingStateCheck;
import java.util.ArrayList;
import java.util.List;

/** All checks in their order; each is made, whatever the others say. */
final class Gate {
  /** The order in which a decision lists them. */
  static final List<Check> CHECKS =
      List.of(
          new QuarantineCheck(),
          new TradingStateCheck(),
          new DuplicateIntentCheck(),
          new ExpiryCheck(),
          new TermsCheck(),
          new LimitsKnownCheck(),
          new MarkKnownCheck(),
          new MarkAgeCheck(),
          new OrderValueCheck(),
          new PositionValueCheck(),
          new ConcentrationCheck(),
          new DailyLossCheck());

  private static final String REDUCES = "the order only reduces the position";

  private Gate() {}

  static List<CheckResult> check(Order order) {
    boolean limitsKnown = order.limits().missing().isEmpty();
    boolean reduces = reduces(order);
    List<CheckResult> results = new ArrayList<>(CHECKS.size());
    for (Check check : CHECKS) {
      CheckResult result = make(check, order, limitsKnown);
      results.add(reduces && !check.holdsReductions() ? result.waived(REDUCES) : result);
    }
    return results;
  }

  private static boolean reduces(Order order) {
    try {
      return order.reduces();
    } catch (ArithmeticException e) {
      return false;
    }
  }

  private static CheckResult make(Check check, Order order, boolean limitsKnown) {
    if (!limitsKnown && needsLimits(check.code())) {
      return CheckResult.of(check.code(), false, "no limits");
    }
    try {
      return check.check(order);
    } catch (ArithmeticException e) {
      return CheckResult.of(check.code(), false, "a figure leaves the money type");
    }
  }

  private static boolean needsLimits(CheckCode code) {
    return switch (code) {
      case MARK_STALE, ORDER_VALUE, POSITION_VALUE, CONCENTRATION, DAILY_LOSS -> true;
      default -> false;
    };
  }
}
