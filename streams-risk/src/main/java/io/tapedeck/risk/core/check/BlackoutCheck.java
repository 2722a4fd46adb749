package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Setting;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** No growth in a blackout period. */
public final class BlackoutCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.BLACKOUT;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Setting.BLACKOUT_PERIODS.key(), Setting.TIME_ZONE.key());
  }

  @Override
  public String rules() {
    return "";
  }

  @Override
  public CheckResult check(Order order) {
    return CheckResult.of(code(), !order.limits().inBlackout(order.nowNanos()), "");
  }
}
