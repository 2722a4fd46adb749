package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** Bounds what could be sold short. */
public final class ShortValueCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.SHORT_VALUE;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.MAX_SHORT_NOTIONAL.key());
  }

  @Override
  public String rules() {
    return "FIA position limit";
  }

  @Override
  public CheckResult check(Order order) {
    if (order.stake().valuationPrice() == null) {
      return Bound.noMark(order, code(), Limit.MAX_SHORT_NOTIONAL);
    }
    long sold = order.stake().worst() < 0 ? order.stake().worstValue() : 0;
    return Bound.atMost(order, code(), sold, Limit.MAX_SHORT_NOTIONAL);
  }
}
