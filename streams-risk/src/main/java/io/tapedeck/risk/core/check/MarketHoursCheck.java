package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Setting;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** No growth outside the venue's session. */
public final class MarketHoursCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.MARKET_CLOSED;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(
        Setting.ENFORCE_MARKET_HOURS.key(),
        Setting.SESSION_HOURS.key(),
        Setting.ALLOW_PREMARKET.key(),
        Setting.PREMARKET_HOURS.key(),
        Setting.ALLOW_AFTERHOURS.key(),
        Setting.AFTERHOURS_HOURS.key(),
        Setting.SESSION_DAYS.key(),
        Setting.HOLIDAYS.key(),
        Setting.TIME_ZONE.key());
  }

  @Override
  public String rules() {
    return "";
  }

  @Override
  public CheckResult check(Order order) {
    return CheckResult.of(code(), order.limits().inSession(order.nowNanos()), "");
  }
}
