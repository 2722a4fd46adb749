package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** The equity covers a part of the exposure. */
public final class MarginCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.MARGIN;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.MIN_MARGIN_PERCENT.key());
  }

  @Override
  public String rules() {
    return "15c3-5(c)(1)";
  }

  @Override
  public CheckResult check(Order order) {
    if (order.stake().valuationPrice() == null) {
      return Bound.noMark(order, code(), Limit.MIN_MARGIN_PERCENT);
    }
    if (order.stake().grossWorst() == 0) {
      return CheckResult.of(code(), true, "no exposure");
    }
    return Bound.atLeast(
        order,
        code(),
        Percent.of(order.totals().equity().raw(), order.stake().grossWorst()),
        Limit.MIN_MARGIN_PERCENT);
  }
}
