package io.tapedeck.risk.oracle;

import static io.tapedeck.risk.oracle.RiskOracle.percent;
import static io.tapedeck.risk.oracle.RiskOracle.product;
import static io.tapedeck.risk.oracle.RiskOracle.quotient;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.risk.CheckCode;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The checks of what could come of an order: values, exposure, equity, losses. */
class OracleExposure extends OracleChecks {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final BigDecimal NINTH = BigDecimal.valueOf(1, 9);
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE, 9);
  private static final Set<CheckCode> OF_FIGURES =
      EnumSet.of(
          CheckCode.ORDER_VALUE,
          CheckCode.POSITION_SIZE,
          CheckCode.OPEN_POSITIONS,
          CheckCode.POSITION_VALUE,
          CheckCode.SHORT_VALUE,
          CheckCode.TOTAL_EXPOSURE,
          CheckCode.CONCENTRATION,
          CheckCode.LEVERAGE,
          CheckCode.MARGIN,
          CheckCode.BUYING_POWER,
          CheckCode.LOSS_PER_TRADE);

  OracleExposure(RiskOracle oracle, OracleAccount account, OracleLimits.View limits, Ask ask) {
    super(oracle, account, limits, ask);
  }

  final void exposure() {
    most(CheckCode.POSITION_SIZE, worst.abs(), limit("max_shares"));
    openPositions();
    correlation();
    BigDecimal price = mark == null || ask.limit() == null ? mark : mark.max(ask.limit());
    BigDecimal value = price == null ? null : values.value(ask.instrument(), ask.quantity(), price);
    BigDecimal worstValue =
        price == null ? null : values.value(ask.instrument(), worst.abs(), price);
    BigDecimal otherValue =
        price == null ? null : values.value(ask.instrument(), other.abs(), price);
    BigDecimal before = BigDecimal.ZERO;
    BigDecimal elsewhere = BigDecimal.ZERO;
    for (InstrumentId each : values.instruments()) {
      BigDecimal stake = values.stake(each);
      before = before.add(stake);
      elsewhere = each.equals(ask.instrument()) ? elsewhere : elsewhere.add(stake);
    }
    BigDecimal gross = price == null ? null : elsewhere.add(worstValue.max(otherValue));
    fits(worst, value, worstValue, otherValue, before, gross);

    most(CheckCode.ORDER_VALUE, value, scaled("max_order_value"));
    most(CheckCode.POSITION_VALUE, worstValue, scaled("max_notional_per_position"));
    BigDecimal shortValue = worst.signum() < 0 || price == null ? worstValue : BigDecimal.ZERO;
    most(CheckCode.SHORT_VALUE, shortValue, limit("max_short_notional"));
    most(CheckCode.TOTAL_EXPOSURE, gross, limit("max_total_exposure"));
    BigDecimal stop = limits.number("default_stop_loss_percent", HUNDRED);
    most(
        CheckCode.LOSS_PER_TRADE,
        value == null ? null : product(value, quotient(stop, HUNDRED)),
        limit("max_loss_per_trade"));
    ofEquity(worstValue, gross, before);
  }

  private void fits(BigDecimal... figures) {
    for (BigDecimal figure : figures) {
      if (figure == null) {
        continue;
      }
      if (figure.abs().movePointRight(2).compareTo(MOST) > 0) {
        // a hundred times it, or it less another, may be a figure on the engine's way
        unjudged.addAll(Set.of(CheckCode.ARITHMETIC, CheckCode.LOSS_PER_TRADE));
      }
      if (figure.abs().compareTo(MOST) > 0) {
        growth(CheckCode.ARITHMETIC, false);
        // what belongs to it is refused, too; which code says so is the engine's affair
        unjudged.addAll(OF_FIGURES);
      }
    }
  }

  private BigDecimal scaled(String name) {
    BigDecimal limit = limit(name);
    BigDecimal range = oracle.market.rangePercent(ask.instrument());
    BigDecimal base = limit("base_volatility_percent");
    if (limit == null
        || range == null
        || base == null
        || !limits.is("enable_volatility_scaling", "true")
        || range.compareTo(base) <= 0) {
      return limit;
    }
    return quotient(limit.multiply(base), range);
  }

  private void ofEquity(BigDecimal worstValue, BigDecimal gross, BigDecimal before) {
    BigDecimal equity = values.equity();
    boolean positive = equity.signum() > 0;
    BigDecimal part = positive && worstValue != null ? percent(worstValue, equity) : null;
    most(CheckCode.CONCENTRATION, part, limit("max_concentration_percent"));
    BigDecimal times = positive && gross != null ? quotient(gross, equity) : null;
    BigDecimal leverage = leverage();
    most(CheckCode.LEVERAGE, times, leverage);
    BigDecimal margin = limit("min_margin_percent");
    boolean exposed = gross != null && gross.signum() != 0;
    BigDecimal covered = exposed ? percent(equity, gross) : null;
    growth(
        CheckCode.MARGIN,
        margin == null || (exposed ? covered.compareTo(margin) >= 0 : gross != null));
    fits(part, times, covered);
    if (leverage != null) {
      BigDecimal power = product(leverage, equity.max(BigDecimal.ZERO)).subtract(before);
      BigDecimal added = gross == null ? null : gross.subtract(before).max(BigDecimal.ZERO);
      growth(CheckCode.BUYING_POWER, added != null && added.compareTo(power) <= 0);
    }
  }

  private BigDecimal leverage() {
    BigDecimal most = limit("max_leverage");
    if (limits.is("allow_leverage", "true")) {
      return most == null ? BigDecimal.ONE : most;
    }
    if (most == null) {
      return limits.text("allow_leverage") == null ? null : BigDecimal.ONE;
    }
    return most.min(BigDecimal.ONE);
  }

  private void openPositions() {
    long others =
        values.instruments().stream()
            .filter(i -> !i.equals(ask.instrument()) && values.stake(i).signum() != 0)
            .count();
    long here = worst.signum() != 0 || other.signum() != 0 ? 1 : 0;
    most(CheckCode.OPEN_POSITIONS, BigDecimal.valueOf(others + here), limit("max_open_positions"));
  }

  private void correlation() {
    if (worst.signum() == 0) {
      unjudged.add(CheckCode.CORRELATION); // nothing would be held: there is no direction
    }
    if (!limits.is("enforce_correlation_check", "true")) {
      return;
    }
    int days = limits.number("correlation_lookback_days", BigDecimal.valueOf(30)).intValueExact();
    BigDecimal highest = null;
    for (Map.Entry<InstrumentId, OracleAccount.Book> each : account.books.entrySet()) {
      int direction = each.getValue().quantity.signum() * worst.signum();
      if (direction == 0 || each.getKey().equals(ask.instrument())) {
        continue;
      }
      BigDecimal r = oracle.market.correlation(ask.instrument(), each.getKey(), days);
      if (r != null) {
        BigDecimal turned = r.multiply(BigDecimal.valueOf(direction));
        highest = highest == null ? turned : highest.max(turned);
      }
    }
    if (highest != null) {
      BigDecimal limit = limit("max_position_correlation");
      most(CheckCode.CORRELATION, highest, limit);
      if (limit != null && highest.subtract(limit).abs().compareTo(NINTH) <= 0) {
        unjudged.add(CheckCode.CORRELATION); // a root, cut off in the ninth place
      }
    }
  }

  final void losses() {
    BigDecimal profit = values.profit();
    most(CheckCode.DAILY_LOSS, account.dayBase.subtract(profit), limit("max_daily_loss"));
    most(CheckCode.WEEKLY_LOSS, account.weekBase.subtract(profit), limit("max_weekly_loss"));
    most(CheckCode.MONTHLY_LOSS, account.monthBase.subtract(profit), limit("max_monthly_loss"));
    BigDecimal fall = RiskOracle.drawdown(account.peak, values.equity());
    if (fall != null) {
      most(CheckCode.DRAWDOWN, fall, limit("drawdown_threshold_percent"));
    }
    BigDecimal losses = limit("max_consecutive_losses");
    growth(
        CheckCode.CONSECUTIVE_LOSSES,
        losses == null || BigDecimal.valueOf(account.losses).compareTo(losses) < 0);
  }
}
