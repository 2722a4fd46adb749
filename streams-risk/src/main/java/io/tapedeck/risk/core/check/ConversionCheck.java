package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Setting;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** Profits in other currencies must be convertible. */
public final class ConversionCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.CONVERSION_MISSING;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Setting.CURRENCY.key(), Setting.CONVERSIONS.key());
  }

  @Override
  public String rules() {
    return "";
  }

  @Override
  public CheckResult check(Order order) {
    return CheckResult.of(code(), order.totals().convertible() && order.stake().convertible(), "");
  }
}
