package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.limits.Setting;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** What the order adds to the exposure is no more than what is left of it. */
public final class BuyingPowerCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.BUYING_POWER;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Setting.ALLOW_LEVERAGE.key(), Limit.MAX_LEVERAGE.key());
  }

  @Override
  public String rules() {
    return "15c3-5(c)(1)";
  }

  @Override
  public CheckResult check(Order order) {
    Long most = order.limits().leverage();
    if (most == null) {
      return Bound.unset(code());
    }
    if (order.stake().valuationPrice() == null) {
      return CheckResult.of(code(), false, "no mark");
    }
    long whole = FixedPoint.multiply(Math.max(0, order.totals().equity().raw()), most);
    long left = Math.subtractExact(whole, order.stake().grossBefore());
    long added =
        Math.max(0, Math.subtractExact(order.stake().grossWorst(), order.stake().grossBefore()));
    CheckResult result = CheckResult.atMost(code(), added, left, "");
    return result.passed() ? result : result.noted(words(order, added, left));
  }

  private static String words(Order order, long added, long left) {
    String currency = order.totals().currency() == null ? "" : order.totals().currency() + " ";
    return "Insufficient "
        + currency
        + "balance: "
        + FixedPoint.format(left)
        + " < "
        + FixedPoint.format(added);
  }
}
