package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** Bounds what one order loses if its price moves by the default stop. */
public final class LossPerTradeCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.LOSS_PER_TRADE;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.MAX_LOSS_PER_TRADE.key(), Limit.DEFAULT_STOP_LOSS_PERCENT.key());
  }

  @Override
  public String rules() {
    return "RTS 6 15(4)";
  }

  @Override
  public CheckResult check(Order order) {
    if (order.stake().valuationPrice() == null) {
      return Bound.noMark(order, code(), Limit.MAX_LOSS_PER_TRADE);
    }
    long percent = order.limits().valueOr(Limit.DEFAULT_STOP_LOSS_PERCENT, 100 * FixedPoint.ONE);
    long loss = FixedPoint.multiply(order.stake().value(), percent) / 100;
    return Bound.atMost(order, code(), loss, Limit.MAX_LOSS_PER_TRADE);
  }
}
