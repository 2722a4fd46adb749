package io.tapedeck.risk.core.check;

import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.market.TradingStatus;
import io.tapedeck.domain.order.OrderAction.Submit;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** No growth in an instrument that the venue does not let trade. */
public final class InstrumentHaltedCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.INSTRUMENT_HALTED;
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
    return "FIA market-data reasonability";
  }

  @Override
  public CheckResult check(Order order) {
    Mark mark = order.mark();
    TradingStatus status = mark == null ? TradingStatus.UNKNOWN : mark.tradingStatus();
    boolean passed =
        switch (status) {
          case UNKNOWN, TRADING -> true;
          case LIMIT_ONLY -> order.limitPrice() != null;
          case POST_ONLY ->
              order.intent().action() instanceof Submit submit && submit.terms().postOnly();
          case HALTED, CANCEL_ONLY, REDUCE_ONLY, CLOSED -> false;
        };
    return CheckResult.of(code(), passed, status.name());
  }
}
