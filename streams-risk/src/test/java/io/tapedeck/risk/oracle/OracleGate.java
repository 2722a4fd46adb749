package io.tapedeck.risk.oracle;

import static io.tapedeck.risk.oracle.RiskOracle.percent;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.market.TradingStatus;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.risk.CheckCode;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Set;

/** Every check of one order, as docs/risk.md has them. */
final class OracleGate extends OracleExposure {
  OracleGate(RiskOracle oracle, OracleAccount account, OracleLimits.View limits, Ask ask) {
    super(oracle, account, limits, ask);
  }

  /** The verdict; what is denied already is added to. */
  RiskOracle.Verdict judge(Set<CheckCode> before) {
    denials.addAll(before);
    terms();
    market();
    permissions();
    prices();
    pace();
    exposure();
    losses();
    return new RiskOracle.Verdict(denials, unjudged, reduces);
  }

  private void terms() {
    TradingState state = oracle.global.stricter(account.state);
    hold(
        CheckCode.TRADING_STATE,
        state == TradingState.ACTIVE
            || (reduces && (ask.closing() || state == TradingState.REDUCING)));
    hold(
        CheckCode.ORDER_INVALID,
        ask.termsFit()
            && ask.quantity().signum() > 0
            && (ask.limit() == null || ask.limit().signum() > 0)
            && (!ask.reduceOnly() || reduces));
    growth(CheckCode.LIMITS_MISSING, limits.complete());
  }

  private void market() {
    Mark known = oracle.market.of(ask.instrument());
    growth(CheckCode.MARK_MISSING, mark != null);
    BigDecimal age =
        known == null ? null : BigDecimal.valueOf(oracle.clock - known.eventNanos(), 9);
    most(CheckCode.MARK_STALE, age, limit("max_mark_age_seconds"));
    growth(
        CheckCode.CONVERSION_MISSING, values.convertible() && values.convertible(ask.instrument()));
    boolean feedBad =
        known != null
            && EnumSet.of(FeedStatus.LOST, FeedStatus.GAP, FeedStatus.STALE)
                .contains(known.feedStatus());
    growth(CheckCode.FEED_STALE, !feedBad && !oracle.dataSilent);
    TradingStatus trading = known == null ? TradingStatus.UNKNOWN : known.tradingStatus();
    growth(
        CheckCode.INSTRUMENT_HALTED,
        trading == TradingStatus.UNKNOWN
            || trading == TradingStatus.TRADING
            || (trading == TradingStatus.LIMIT_ONLY && ask.limit() != null)
            || (trading == TradingStatus.POST_ONLY && ask.postOnly()));
    most(CheckCode.STATE_LAG, oracle.lag, limit("max_state_lag_seconds"));
    growth(CheckCode.CONTROL_STALE, !oracle.controlSilent);
    growth(
        CheckCode.CIRCUIT_BREAKER,
        !account.breaker.trips(oracle.clock) && !oracle.breaker.trips(oracle.clock));
    growth(CheckCode.POSITION_CLOSING, !account.closings.containsKey(ask.instrument()));
  }

  private void permissions() {
    growth(CheckCode.STRATEGY_DISABLED, !account.disabled.contains(ask.strategy()));
    growth(CheckCode.INSTRUMENT_NOT_PERMITTED, OracleCalendar.permitted(limits, ask.instrument()));
    growth(CheckCode.MARKET_CLOSED, OracleCalendar.open(limits, oracle.clock));
    growth(CheckCode.BLACKOUT, !OracleCalendar.blackedOut(limits, oracle.clock));
  }

  private void prices() {
    BigDecimal least = limit("min_order_size");
    growth(CheckCode.ORDER_SIZE_MIN, least == null || ask.quantity().compareTo(least) >= 0);
    most(CheckCode.ORDER_SIZE_MAX, ask.quantity(), limit("max_order_size"));
    BigDecimal price = ask.limit() == null ? mark : ask.limit();
    BigDecimal low = limit("min_price");
    growth(CheckCode.PRICE_MIN, low == null || (price != null && price.compareTo(low) >= 0));
    most(CheckCode.PRICE_MAX, price, limit("max_price"));
    BigDecimal slippage = limit("max_slippage_percent");
    if (slippage != null && ask.limit() != null) {
      BigDecimal worse =
          mark == null
              ? null
              : percent(
                  ask.limit().subtract(mark).multiply(BigDecimal.valueOf(ask.side().sign())), mark);
      hold(CheckCode.PRICE_COLLAR, worse == null ? reduces : worse.compareTo(slippage) <= 0);
    }
    BigDecimal reference = oracle.market.reference(ask.instrument());
    BigDecimal deviation =
        mark == null
            ? null
            : reference == null
                ? BigDecimal.ZERO
                : percent(mark.subtract(reference).abs(), reference);
    most(CheckCode.PRICE_REFERENCE, deviation, limit("max_price_deviation_percent"));
    BigDecimal range = oracle.market.rangePercent(ask.instrument());
    if (range != null && !limits.is("reduce_on_high_volatility", "false")) {
      most(CheckCode.VOLATILITY, range, limit("max_atr_percent"));
    }
  }

  private void pace() {
    if (ask.submit()) {
      OracleAccount.Equals equals = account.equals.get(OraclePace.kind(ask));
      BigDecimal window = limit("duplicate_order_window_seconds");
      growth(
          CheckCode.DUPLICATE_ORDER,
          window == null
              || equals == null
              || !same(equals.lastLimit, ask.limit())
              || BigDecimal.valueOf(oracle.clock - equals.last, 9).compareTo(window) >= 0);
      long repeated = 1 + OraclePace.inWindow(equals, oracle.clock, limits);
      most(
          CheckCode.REPEATED_EXECUTION, BigDecimal.valueOf(repeated), limit("max_repeated_orders"));
    }
    BigDecimal tokens = OraclePace.tokens(account, oracle.clock, limits);
    growth(CheckCode.MESSAGE_RATE, tokens == null || tokens.compareTo(BigDecimal.ONE) >= 0);
    int one = ask.submit() ? 1 : 0;
    most(
        CheckCode.TRADES_PER_DAY,
        BigDecimal.valueOf(account.trades + one),
        limit("max_trades_per_day"));
    most(
        CheckCode.OPEN_ORDERS,
        BigDecimal.valueOf(account.working.size() + one),
        limit("max_open_orders"));
    boolean free = limits.is("self_match_prevention", "false") || ask.closing();
    hold(CheckCode.SELF_MATCH, free || account.working.values().stream().noneMatch(this::meets));
  }

  private static boolean same(BigDecimal a, BigDecimal b) {
    return a == null || b == null ? a == b : a.compareTo(b) == 0;
  }

  private boolean meets(OracleAccount.Order order) {
    boolean stops =
        order.waitsForStop() || (ask.type() != OrderType.MARKET && ask.type() != OrderType.LIMIT);
    if (stops || order.side == ask.side() || !order.instrument.equals(ask.instrument())) {
      return false;
    }
    if (ask.limit() == null || order.limit == null) {
      return true;
    }
    return ask.limit().subtract(order.limit).signum() * ask.side().sign() >= 0;
  }
}
