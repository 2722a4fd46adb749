package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** No growth after the month has lost its limit. */
public final class MonthlyLossCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.MONTHLY_LOSS;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.MAX_MONTHLY_LOSS.key());
  }

  @Override
  public String rules() {
    return "RTS 6 15(4); 15c3-5(c)(1)";
  }

  @Override
  public CheckResult check(Order order) {
    long profit = order.totals().profit().minus(order.account().monthBase()).raw();
    return Bound.atMost(
        order, code(), Math.max(0, Math.negateExact(profit)), Limit.MAX_MONTHLY_LOSS);
  }
}
