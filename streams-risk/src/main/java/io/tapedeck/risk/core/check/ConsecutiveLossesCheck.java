package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** No growth after too many losing round trips in a row. */
public final class ConsecutiveLossesCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.CONSECUTIVE_LOSSES;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.MAX_CONSECUTIVE_LOSSES.key());
  }

  @Override
  public String rules() {
    return "RTS 6 15(4)";
  }

  @Override
  public CheckResult check(Order order) {
    long losses = order.account().consecutiveLosses() * FixedPoint.ONE;
    if (!order.limits().has(Limit.MAX_CONSECUTIVE_LOSSES)) {
      return CheckResult.unlimited(code(), losses, "not set");
    }
    // the limit itself is one too many
    return CheckResult.atMost(
        code(),
        losses,
        order.limits().value(Limit.MAX_CONSECUTIVE_LOSSES) - FixedPoint.ONE,
        order.limits().origin(Limit.MAX_CONSECUTIVE_LOSSES));
  }
}
