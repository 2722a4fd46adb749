package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.limits.Setting;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.risk.core.Breaker;
import java.util.List;

/** No growth while the circuit breaker is tripped. */
public final class CircuitBreakerCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.CIRCUIT_BREAKER;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(
        Setting.ENABLE_CIRCUIT_BREAKER.key(),
        Limit.DAILY_LOSS_THRESHOLD.key(),
        Limit.COOLDOWN_MINUTES.key(),
        Setting.AUTO_RESUME.key());
  }

  @Override
  public String rules() {
    return "RTS 6 Art. 12; FIA 1.11";
  }

  @Override
  public CheckResult check(Order order) {
    Breaker own = order.account().breaker();
    Breaker all = order.state().breaker();
    return CheckResult.of(
        code(),
        !own.tripped() && !all.tripped(),
        own.tripped() ? own.reason() : all.tripped() ? all.reason() : "");
  }
}
