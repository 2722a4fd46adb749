package io.tapedeck.risk.core.check;

import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** Nothing is approved after an unreadable record, until a person resumes the account. */
public final class QuarantineCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.ACCOUNT_QUARANTINED;
  }

  @Override
  public boolean holdsReductions() {
    return true;
  }

  @Override
  public List<String> limits() {
    return List.of();
  }

  @Override
  public String rules() {
    return "RTS 6 Art. 16";
  }

  @Override
  public CheckResult check(Order order) {
    return CheckResult.of(code(), !order.account().quarantined(), "");
  }
}
