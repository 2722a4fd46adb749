package io.tapedeck.risk.oracle;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.CheckCode;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Set;

/** An order as the checks see it, and how they hold it. */
class OracleChecks {
  /** An order as the checks see it; replaced is the order in whose place it comes, or null. */
  record Ask(
      String strategy,
      InstrumentId instrument,
      Side side,
      OrderType type,
      BigDecimal quantity,
      BigDecimal limit,
      boolean termsFit,
      boolean reduceOnly,
      boolean postOnly,
      boolean closing,
      OracleAccount.Order replaced) {
    boolean submit() {
      return replaced == null;
    }
  }

  final RiskOracle oracle;
  final OracleAccount account;
  final OracleLimits.View limits;
  final Ask ask;
  final OracleValues values;
  final Set<CheckCode> denials = EnumSet.noneOf(CheckCode.class);
  final Set<CheckCode> unjudged = EnumSet.noneOf(CheckCode.class);
  final BigDecimal mark;
  final BigDecimal held;
  final BigDecimal other;
  final BigDecimal worst;
  final boolean reduces;

  OracleChecks(RiskOracle oracle, OracleAccount account, OracleLimits.View limits, Ask ask) {
    this.oracle = oracle;
    this.account = account;
    this.limits = limits;
    this.ask = ask;
    values = oracle.values(account);
    mark = oracle.market.price(ask.instrument());
    held = account.held(ask.instrument());
    BigDecimal sign = BigDecimal.valueOf(ask.side().sign());
    BigDecimal same =
        account.leaves(ask.instrument(), ask.side(), ask.replaced()).add(ask.quantity());
    worst = held.add(same.multiply(sign));
    other =
        held.subtract(account.leaves(ask.instrument(), ask.side().opposite(), null).multiply(sign));
    reduces =
        held.signum() * ask.side().sign() < 0
            && (worst.signum() == 0 || worst.signum() == held.signum());
  }

  final void hold(CheckCode code, boolean passes) {
    if (!passes) {
      denials.add(code);
    }
  }

  final void growth(CheckCode code, boolean passes) {
    hold(code, passes || reduces);
  }

  /** Passes while a figure is at most a limit, and where there is no limit. */
  final void most(CheckCode code, BigDecimal figure, BigDecimal limit) {
    growth(code, limit == null || (figure != null && figure.compareTo(limit) <= 0));
  }

  final BigDecimal limit(String name) {
    return limits.number(name);
  }
}
