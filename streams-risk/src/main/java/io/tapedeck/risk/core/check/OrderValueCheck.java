package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.limits.Setting;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** Refuses an uncommonly large order; market orders are valued at the mark. */
public final class OrderValueCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.ORDER_VALUE;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(
        Limit.MAX_ORDER_VALUE.key(),
        Setting.ENABLE_VOLATILITY_SCALING.key(),
        Limit.BASE_VOLATILITY_PERCENT.key());
  }

  @Override
  public String rules() {
    return "RTS 6 15(1)(b); 15c3-5(c)(1)";
  }

  @Override
  public CheckResult check(Order order) {
    if (order.stake().valuationPrice() == null) {
      return Bound.noMark(order, code(), Limit.MAX_ORDER_VALUE);
    }
    return Volatility.scaled(order, code(), order.stake().value(), Limit.MAX_ORDER_VALUE);
  }
}
