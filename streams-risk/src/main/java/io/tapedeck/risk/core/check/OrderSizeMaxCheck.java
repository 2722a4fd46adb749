package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** Refuses an uncommonly large size (fat finger). */
public final class OrderSizeMaxCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.ORDER_SIZE_MAX;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.MAX_ORDER_SIZE.key());
  }

  @Override
  public String rules() {
    return "RTS 6 15(1)(c); FIA";
  }

  @Override
  public CheckResult check(Order order) {
    return Bound.atMost(order, code(), order.quantity().raw(), Limit.MAX_ORDER_SIZE);
  }
}
