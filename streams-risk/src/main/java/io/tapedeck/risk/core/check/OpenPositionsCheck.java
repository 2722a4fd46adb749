package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** Bounds how many instruments are held. */
public final class OpenPositionsCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.OPEN_POSITIONS;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.MAX_OPEN_POSITIONS.key());
  }

  @Override
  public String rules() {
    return "RTS 6 Art. 8";
  }

  @Override
  public CheckResult check(Order order) {
    return Bound.atMost(
        order, code(), order.stake().open() * FixedPoint.ONE, Limit.MAX_OPEN_POSITIONS);
  }
}
