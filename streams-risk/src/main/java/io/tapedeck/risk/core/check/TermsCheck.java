package io.tapedeck.risk.core.check;

import io.tapedeck.domain.order.OrderAction.Replace;
import io.tapedeck.domain.order.OrderAction.Submit;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** The terms make sense by themselves. */
public final class TermsCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.ORDER_INVALID;
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
    return "15c3-5(c)(1)";
  }

  @Override
  public CheckResult check(Order order) {
    String problem = problem(order);
    return CheckResult.of(code(), problem.isEmpty(), problem);
  }

  private static String problem(Order order) {
    if (order.quantity().signum() <= 0) {
      return "quantity " + order.quantity() + " is not positive";
    }
    if (order.limitPrice() != null && order.limitPrice().signum() <= 0) {
      return "limit price " + order.limitPrice() + " is not positive";
    }
    if (order.intent().action() instanceof Replace replace
        && replace.limitPrice() != null
        && order.type() != OrderType.LIMIT
        && order.type() != OrderType.STOP_LIMIT) {
      return order.type() + " takes no limit price";
    }
    if (order.intent().action() instanceof Submit submit) {
      OrderTerms terms = submit.terms();
      boolean limit = terms.type() == OrderType.LIMIT || terms.type() == OrderType.STOP_LIMIT;
      if (limit != (terms.limitPrice() != null)) {
        return terms.type() + (limit ? " needs a limit price" : " takes no limit price");
      }
      boolean stop = terms.type() != OrderType.LIMIT && terms.type() != OrderType.MARKET;
      if (stop != (terms.stopPrice() != null)) {
        return terms.type() + (stop ? " needs a stop price" : " takes no stop price");
      }
      if (terms.reduceOnly() && !order.reduces()) {
        return "reduce-only, but the position would not come closer to zero";
      }
    }
    return "";
  }
}
