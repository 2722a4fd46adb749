package io.tapedeck.risk.core.check;

import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** No growth in a position that is being closed by command. */
public final class ClosingCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.POSITION_CLOSING;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of();
  }

  @Override
  public String rules() {
    return "";
  }

  @Override
  public CheckResult check(Order order) {
    return CheckResult.of(code(), !order.account().closings().containsKey(order.instrument()), "");
  }
}
