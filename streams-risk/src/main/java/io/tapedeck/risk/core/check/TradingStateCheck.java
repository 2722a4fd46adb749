package io.tapedeck.risk.core.check;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** HALTED refuses, REDUCING refuses what does not reduce; a person's closing order passes both. */
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
  public List<String> limits() {
    return List.of();
  }

  @Override
  public String rules() {
    return "RTS 6 Art. 12; FIA 1.11";
  }

  @Override
  public CheckResult check(Order order) {
    TradingState state = order.account().tradingState().stricter(order.state().globalState());
    boolean passed =
        state == TradingState.ACTIVE
            || (order.reduces() && (state == TradingState.REDUCING || order.byCommand()));
    return CheckResult.of(code(), passed, state.name());
  }
}
