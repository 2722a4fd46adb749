package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** No growth after the equity fell too far below its peak. */
public final class DrawdownCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.DRAWDOWN;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.DRAWDOWN_THRESHOLD_PERCENT.key());
  }

  @Override
  public String rules() {
    return "RTS 6 15(4)";
  }

  @Override
  public CheckResult check(Order order) {
    Money peak = order.account().peakEquity().max(order.totals().equity());
    if (peak.signum() <= 0) {
      return CheckResult.of(code(), true, "no equity yet");
    }
    long fallen = peak.minus(order.totals().equity()).raw();
    return Bound.atMost(
        order, code(), Percent.of(fallen, peak.raw()), Limit.DRAWDOWN_THRESHOLD_PERCENT);
  }
}
