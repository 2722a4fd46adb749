package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** No growth while risk is far behind its inputs. */
public final class StateLagCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.STATE_LAG;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.MAX_STATE_LAG_SECONDS.key());
  }

  @Override
  public String rules() {
    return "RTS 6 Art. 16";
  }

  @Override
  public CheckResult check(Order order) {
    return Bound.atMost(
        order, code(), order.state().lagSeconds() * FixedPoint.ONE, Limit.MAX_STATE_LAG_SECONDS);
  }
}
