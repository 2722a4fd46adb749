package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** Bounds the part of the equity that one position could become. */
public final class ConcentrationCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.CONCENTRATION;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.MAX_CONCENTRATION_PERCENT.key());
  }

  @Override
  public String rules() {
    return "RTS 6 15(4)";
  }

  @Override
  public CheckResult check(Order order) {
    if (order.stake().valuationPrice() == null) {
      return Bound.noMark(order, code(), Limit.MAX_CONCENTRATION_PERCENT);
    }
    Money equity = order.totals().equity();
    if (equity.signum() <= 0 && order.limits().has(Limit.MAX_CONCENTRATION_PERCENT)) {
      return CheckResult.of(code(), false, "no equity left");
    }
    if (equity.signum() <= 0) {
      return Bound.unset(code());
    }
    return Bound.atMost(
        order,
        code(),
        Percent.of(order.stake().worstValue(), equity.raw()),
        Limit.MAX_CONCENTRATION_PERCENT);
  }
}
