package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.limits.Setting;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** Bounds the exposure as a multiple of the equity. */
public final class LeverageCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.LEVERAGE;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Setting.ALLOW_LEVERAGE.key(), Limit.MAX_LEVERAGE.key());
  }

  @Override
  public String rules() {
    return "RTS 6 15(4); 15c3-5(c)(1)";
  }

  @Override
  public CheckResult check(Order order) {
    Long most = order.limits().leverage();
    if (most == null) {
      return Bound.unset(code());
    }
    if (order.stake().valuationPrice() == null) {
      return CheckResult.of(code(), false, "no mark");
    }
    Money equity = order.totals().equity();
    if (equity.signum() <= 0) {
      return CheckResult.of(code(), false, "no equity left");
    }
    long multiple = FixedPoint.divide(order.stake().grossWorst(), equity.raw());
    return CheckResult.atMost(code(), multiple, most, order.limits().origin(Limit.MAX_LEVERAGE));
  }
}
