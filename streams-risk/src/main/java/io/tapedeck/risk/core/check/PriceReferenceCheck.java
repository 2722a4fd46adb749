package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** The mark itself must be near its rolling reference: an implausible market is not traded. */
public final class PriceReferenceCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.PRICE_REFERENCE;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.MAX_PRICE_DEVIATION_PERCENT.key());
  }

  @Override
  public String rules() {
    return "RTS 6 15(1)(a), over a period; FIA";
  }

  @Override
  public CheckResult check(Order order) {
    Price mark = order.markPrice();
    if (mark == null) {
      return Bound.noMark(order, code(), Limit.MAX_PRICE_DEVIATION_PERCENT);
    }
    Long reference = order.state().reference(order.instrument());
    if (reference == null || reference == 0) {
      return CheckResult.of(code(), true, "no complete bar yet");
    }
    long off = Math.abs(Math.subtractExact(mark.raw(), reference));
    return Bound.atMost(
        order, code(), Percent.of(off, reference), Limit.MAX_PRICE_DEVIATION_PERCENT);
  }
}
