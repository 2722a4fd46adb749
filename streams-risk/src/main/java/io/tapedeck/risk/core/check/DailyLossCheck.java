package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** No growth after the day has lost its limit, realised and unrealised. */
public final class DailyLossCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.DAILY_LOSS;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.MAX_DAILY_LOSS.key());
  }

  @Override
  public String rules() {
    return "RTS 6 15(4); 15c3-5(c)(1)";
  }

  @Override
  public CheckResult check(Order order) {
    long profit = order.totals().profit().minus(order.account().dayBase()).raw();
    return Bound.atMost(order, code(), Math.max(0, Math.negateExact(profit)), Limit.MAX_DAILY_LOSS);
  }
}
