package io.tapedeck.risk.core.check;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;

/** HALTED refuses, REDUCING refuses what does not reduce. */
public final class TradingStateCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.TRADING_STATE;
  }

  @Override
  public boolean holdsReductions() {
    return true;
  }

  @Override
  public CheckResult check(Order order) {
    TradingState state = order.tradingState();
    boolean passed =
        state == TradingState.ACTIVE || (state == TradingState.REDUCING && order.reduces());
    return CheckResult.of(code(), passed, state.name());
  }
}
