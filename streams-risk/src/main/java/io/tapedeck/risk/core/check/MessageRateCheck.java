package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/**
 * Bounds the messages to the venue by a token bucket in event time; cancels take tokens but need
 * none.
 */
public final class MessageRateCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.MESSAGE_RATE;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.MAX_MESSAGES_PER_SECOND.key(), Limit.MESSAGE_BURST.key());
  }

  @Override
  public String rules() {
    return "RTS 6 15(1)(d); FIA";
  }

  @Override
  public CheckResult check(Order order) {
    if (!order.limits().has(Limit.MAX_MESSAGES_PER_SECOND)) {
      return Bound.unset(code());
    }
    return CheckResult.atLeast(
        code(),
        order.account().messageTokens(order.nowNanos(), order.limits()),
        FixedPoint.ONE,
        order.limits().origin(Limit.MAX_MESSAGES_PER_SECOND));
  }
}
