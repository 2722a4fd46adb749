package io.tapedeck.risk.core.check;

import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.risk.core.LimitNames;

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
  public CheckResult check(Order order) {
    long loss = Math.max(0, order.totals().dayPnl().negate().raw());
    return CheckResult.atMost(
        code(),
        loss,
        order.limits().required(LimitNames.MAX_DAILY_LOSS),
        order.limits().origin(LimitNames.MAX_DAILY_LOSS));
  }
}
