package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** No limit price may be much worse than the mark: a likely typing error. */
public final class PriceCollarCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.PRICE_COLLAR;
  }

  @Override
  public boolean holdsReductions() {
    return true;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.MAX_SLIPPAGE_PERCENT.key());
  }

  @Override
  public String rules() {
    return "RTS 6 15(1)(a); FIA price collar";
  }

  @Override
  public CheckResult check(Order order) {
    Price limit = order.limitPrice();
    if (limit == null) {
      return CheckResult.of(code(), true, "no limit price");
    }
    Price mark = order.markPrice();
    if (mark == null || mark.signum() <= 0) {
      return order.reduces()
          ? CheckResult.of(code(), true, "no mark")
          : Bound.noMark(order, code(), Limit.MAX_SLIPPAGE_PERCENT);
    }
    long worse = limit.minus(mark).raw() * order.side().sign();
    return Bound.atMost(
        order, code(), Percent.of(Math.max(0, worse), mark.raw()), Limit.MAX_SLIPPAGE_PERCENT);
  }
}
