package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** Bounds all positions that could result, together. */
public final class TotalExposureCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.TOTAL_EXPOSURE;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.MAX_TOTAL_EXPOSURE.key());
  }

  @Override
  public String rules() {
    return "RTS 6 15(2), 15(4); 15c3-5(c)(1)";
  }

  @Override
  public CheckResult check(Order order) {
    if (order.stake().valuationPrice() == null) {
      return Bound.noMark(order, code(), Limit.MAX_TOTAL_EXPOSURE);
    }
    return Bound.atMost(order, code(), order.stake().grossWorst(), Limit.MAX_TOTAL_EXPOSURE);
  }
}
