package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.limits.Setting;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** No growth in a market that moves too much. */
public final class VolatilityCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.VOLATILITY;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Setting.REDUCE_ON_HIGH_VOLATILITY.key(), Limit.MAX_ATR_PERCENT.key());
  }

  @Override
  public String rules() {
    return "FIA market-data reasonability";
  }

  @Override
  public CheckResult check(Order order) {
    if (!order.limits().on(Setting.REDUCE_ON_HIGH_VOLATILITY, true)) {
      return Bound.unset(code());
    }
    Long range = order.state().rangePercent(order.instrument());
    if (range == null) {
      return CheckResult.of(code(), true, "not enough bars yet");
    }
    return Bound.atMost(order, code(), range, Limit.MAX_ATR_PERCENT);
  }
}
