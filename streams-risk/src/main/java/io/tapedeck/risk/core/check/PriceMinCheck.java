package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** Refuses a price below the lowest. */
public final class PriceMinCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.PRICE_MIN;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.MIN_PRICE.key());
  }

  @Override
  public String rules() {
    return "RTS 6 15(1)(a)";
  }

  @Override
  public CheckResult check(Order order) {
    Price price = order.price();
    if (price == null) {
      return Bound.noMark(order, code(), Limit.MIN_PRICE);
    }
    return Bound.atLeast(order, code(), price.raw(), Limit.MIN_PRICE);
  }
}
