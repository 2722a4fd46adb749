package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** Bounds the units that could be held, long or short. */
public final class PositionSizeCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.POSITION_SIZE;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.MAX_SHARES.key());
  }

  @Override
  public String rules() {
    return "FIA position limit";
  }

  @Override
  public CheckResult check(Order order) {
    return Bound.atMost(order, code(), Math.abs(order.stake().worst()), Limit.MAX_SHARES);
  }
}
