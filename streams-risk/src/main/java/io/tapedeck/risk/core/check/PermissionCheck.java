package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Setting;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** No growth in an instrument that the account or strategy may not trade. */
public final class PermissionCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.INSTRUMENT_NOT_PERMITTED;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Setting.ALLOWED_INSTRUMENTS.key(), Setting.RESTRICTED_INSTRUMENTS.key());
  }

  @Override
  public String rules() {
    return "RTS 6 15(5); 15c3-5 restricted securities";
  }

  @Override
  public CheckResult check(Order order) {
    return CheckResult.of(code(), order.limits().permits(order.instrument()), "");
  }
}
