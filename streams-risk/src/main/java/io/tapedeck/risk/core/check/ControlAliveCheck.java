package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** No growth while nobody could stop it. */
public final class ControlAliveCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.CONTROL_STALE;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.MAX_CONTROL_AGE_SECONDS.key());
  }

  @Override
  public String rules() {
    return "RTS 6 Art. 12, 16";
  }

  @Override
  public CheckResult check(Order order) {
    return CheckResult.of(code(), !order.state().controlSilent(), "");
  }
}
