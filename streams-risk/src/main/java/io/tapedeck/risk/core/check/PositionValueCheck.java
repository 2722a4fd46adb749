package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.limits.Setting;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** Bounds the position that could result, working orders counted as filled. */
public final class PositionValueCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.POSITION_VALUE;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(
        Limit.MAX_NOTIONAL_PER_POSITION.key(),
        Setting.ENABLE_VOLATILITY_SCALING.key(),
        Limit.BASE_VOLATILITY_PERCENT.key());
  }

  @Override
  public String rules() {
    return "RTS 6 15(2), 15(4); FIA position limit";
  }

  @Override
  public CheckResult check(Order order) {
    if (order.stake().valuationPrice() == null) {
      return Bound.noMark(order, code(), Limit.MAX_NOTIONAL_PER_POSITION);
    }
    return Volatility.scaled(
        order, code(), order.stake().worstValue(), Limit.MAX_NOTIONAL_PER_POSITION);
  }
}
