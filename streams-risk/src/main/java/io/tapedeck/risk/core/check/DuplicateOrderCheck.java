package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** An order like the last one, right after it, is taken for a mistake. */
public final class DuplicateOrderCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.DUPLICATE_ORDER;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.DUPLICATE_ORDER_WINDOW_SECONDS.key());
  }

  @Override
  public String rules() {
    return "15c3-5(c)(1)";
  }

  @Override
  public CheckResult check(Order order) {
    if (order.replaces() != null || !order.limits().has(Limit.DUPLICATE_ORDER_WINDOW_SECONDS)) {
      return Bound.unset(code());
    }
    Long since =
        order
            .account()
            .sinceEqualOrder(
                order.intent().strategy(),
                order.instrument(),
                order.side(),
                order.quantity(),
                order.limitPrice(),
                order.nowNanos());
    if (since == null) {
      return CheckResult.of(code(), true, "no equal order");
    }
    return Bound.atLeast(order, code(), since, Limit.DUPLICATE_ORDER_WINDOW_SECONDS);
  }
}
