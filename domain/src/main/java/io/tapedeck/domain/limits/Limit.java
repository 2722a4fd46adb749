package io.tapedeck.domain.limits;

import io.tapedeck.domain.risk.CheckCode.Unit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every limit that is a number, by its name in risk-limits.yaml. The names are those of py_rt's
 * {@code risk_limits.toml} where it had one.
 */
public enum Limit {
  CAPITAL("capital", Rule.SIZE, Unit.MONEY, true, "Money that the account works with."),
  MAX_ORDER_VALUE("max_order_value", Rule.MOST, Unit.MONEY, true, "Largest value of one order."),
  MAX_NOTIONAL_PER_POSITION(
      "max_notional_per_position", Rule.MOST, Unit.MONEY, true, "Largest value of one position."),
  MAX_CONCENTRATION_PERCENT(
      "max_concentration_percent",
      Rule.MOST,
      Unit.PERCENT,
      true,
      "Largest part of the equity in one position."),
  MAX_DAILY_LOSS(
      "max_daily_loss", Rule.MOST, Unit.MONEY, true, "Largest loss in a day, unrealised included."),
  MAX_MARK_AGE_SECONDS(
      "max_mark_age_seconds",
      Rule.MOST,
      Unit.SECONDS,
      true,
      "Oldest mark that values an order, in event time."),
  MIN_ORDER_SIZE("min_order_size", Rule.LEAST, Unit.QUANTITY, false, "Smallest order, units."),
  MAX_ORDER_SIZE("max_order_size", Rule.MOST, Unit.QUANTITY, false, "Largest order, units."),
  MIN_PRICE("min_price", Rule.LEAST, Unit.MONEY, false, "Lowest price of an order."),
  MAX_PRICE("max_price", Rule.MOST, Unit.MONEY, false, "Highest price of an order."),
  MAX_SLIPPAGE_PERCENT(
      "max_slippage_percent",
      Rule.MOST,
      Unit.PERCENT,
      false,
      "How much worse than the mark a limit price may be."),
  MAX_PRICE_DEVIATION_PERCENT(
      "max_price_deviation_percent",
      Rule.MOST,
      Unit.PERCENT,
      false,
      "How far the mark may be from its rolling reference."),
  MAX_SHARES("max_shares", Rule.MOST, Unit.QUANTITY, false, "Largest position, units."),
  MAX_SHORT_NOTIONAL(
      "max_short_notional", Rule.MOST, Unit.MONEY, false, "Largest value of one short position."),
  MAX_TOTAL_EXPOSURE(
      "max_total_exposure",
      Rule.MOST,
      Unit.MONEY,
      false,
      "Largest sum of all positions without sign."),
  MAX_OPEN_POSITIONS(
      "max_open_positions", Rule.MOST, Unit.COUNT, false, "Most instruments held at once."),
  MAX_OPEN_ORDERS("max_open_orders", Rule.MOST, Unit.COUNT, false, "Most working orders at once."),
  MAX_LEVERAGE(
      "max_leverage",
      Rule.MOST,
      Unit.RATIO,
      false,
      "Largest exposure as a multiple of the equity, if allow_leverage is true."),
  MIN_MARGIN_PERCENT(
      "min_margin_percent",
      Rule.LEAST,
      Unit.PERCENT,
      false,
      "Part of the exposure that the equity must cover."),
  MAX_LOSS_PER_TRADE(
      "max_loss_per_trade",
      Rule.MOST,
      Unit.MONEY,
      false,
      "Largest loss of one order if its price moves by default_stop_loss_percent."),
  DEFAULT_STOP_LOSS_PERCENT(
      "default_stop_loss_percent",
      Rule.SIZE,
      Unit.PERCENT,
      false,
      "Move that an order's loss is estimated at; 100 where it is not set."),
  MAX_WEEKLY_LOSS("max_weekly_loss", Rule.MOST, Unit.MONEY, false, "Largest loss in a week."),
  MAX_MONTHLY_LOSS("max_monthly_loss", Rule.MOST, Unit.MONEY, false, "Largest loss in a month."),
  DRAWDOWN_THRESHOLD_PERCENT(
      "drawdown_threshold_percent",
      Rule.MOST,
      Unit.PERCENT,
      false,
      "How far the equity may fall below its peak; the circuit breaker trips there, too."),
  DAILY_LOSS_THRESHOLD(
      "daily_loss_threshold",
      Rule.MOST,
      Unit.MONEY,
      false,
      "Loss in a day at which the circuit breaker trips."),
  MAX_CONSECUTIVE_LOSSES(
      "max_consecutive_losses",
      Rule.MOST,
      Unit.COUNT,
      false,
      "Losing round trips in a row at which growth ends and the circuit breaker trips."),
  MAX_TRADES_PER_DAY(
      "max_trades_per_day", Rule.MOST, Unit.COUNT, false, "Most orders approved in a day."),
  COOLDOWN_MINUTES(
      "cooldown_minutes",
      Rule.LEAST,
      Unit.COUNT,
      false,
      "Minutes of event time before a tripped breaker resumes by itself, if auto_resume is true."),
  MAX_MESSAGES_PER_SECOND(
      "max_messages_per_second",
      Rule.MOST,
      Unit.COUNT,
      false,
      "Orders, replaces and cancels a second that refill the account's token bucket."),
  MESSAGE_BURST(
      "message_burst",
      Rule.MOST,
      Unit.COUNT,
      false,
      "Size of that bucket; max_messages_per_second where it is not set."),
  MAX_REPEATED_ORDERS(
      "max_repeated_orders",
      Rule.MOST,
      Unit.COUNT,
      false,
      "Equal orders of a strategy in a window before a person must enable it again."),
  REPEATED_ORDER_WINDOW_SECONDS(
      "repeated_order_window_seconds",
      Rule.LEAST,
      Unit.SECONDS,
      false,
      "That window; 60 where it is not set."),
  DUPLICATE_ORDER_WINDOW_SECONDS(
      "duplicate_order_window_seconds",
      Rule.LEAST,
      Unit.SECONDS,
      false,
      "Time in which an equal order is taken for a duplicate."),
  MAX_POSITION_CORRELATION(
      "max_position_correlation",
      Rule.MOST,
      Unit.RATIO,
      false,
      "Largest correlation of daily returns with a position held in the same direction."),
  CORRELATION_LOOKBACK_DAYS(
      "correlation_lookback_days",
      Rule.SIZE,
      Unit.COUNT,
      false,
      "Days that the correlation looks back, 3 to 30; 30 where it is not set."),
  MAX_ATR_PERCENT(
      "max_atr_percent",
      Rule.MOST,
      Unit.PERCENT,
      false,
      "Largest average true range of 14 one-minute bars, in percent of the price."),
  BASE_VOLATILITY_PERCENT(
      "base_volatility_percent",
      Rule.SIZE,
      Unit.PERCENT,
      false,
      "Average true range above which limits are scaled down, if enable_volatility_scaling."),
  MAX_STATE_LAG_SECONDS(
      "max_state_lag_seconds",
      Rule.MOST,
      Unit.SECONDS,
      false,
      "How far risk may be behind its inputs, wall time."),
  MAX_CONTROL_AGE_SECONDS(
      "max_control_age_seconds",
      Rule.MOST,
      Unit.SECONDS,
      false,
      "How long a heartbeat of the console may be missing, wall time; scope * only."),
  MAX_DATA_SILENCE_SECONDS(
      "max_data_silence_seconds",
      Rule.MOST,
      Unit.SECONDS,
      false,
      "How long all marks may be silent before growth ends, wall time; scope * only."),
  POSITION_LIMIT_ALERT_THRESHOLD(
      "position_limit_alert_threshold",
      Rule.MOST,
      Unit.PERCENT,
      false,
      "Use of a limit at which an early warning is given; 80 where it is not set."),
  LOSS_LIMIT_ALERT_THRESHOLD(
      "loss_limit_alert_threshold",
      Rule.MOST,
      Unit.PERCENT,
      false,
      "The same for limits on losses; 80 where it is not set.");

  /** How the values of several scopes become one. */
  public enum Rule {
    /** The smallest holds. */
    MOST,
    /** The largest holds. */
    LEAST,
    /** No limit but a size: the most specific scope's holds. */
    SIZE
  }

  /** Fewest daily returns that a correlation says anything about. */
  public static final int LEAST_LOOKBACK_DAYS = 3;

  /** Most daily returns that are kept. */
  public static final int MOST_LOOKBACK_DAYS = 30;

  /** All that must be known before an order may grow a position. */
  public static final List<Limit> REQUIRED =
      Arrays.stream(values()).filter(limit -> limit.required).toList();

  private static final Map<String, Limit> BY_NAME = new HashMap<>();

  static {
    for (Limit limit : values()) {
      BY_NAME.put(limit.key, limit);
    }
  }

  private final String key;
  private final Rule rule;
  private final Unit unit;
  private final boolean required;
  private final String doc;

  Limit(String key, Rule rule, Unit unit, boolean required, String doc) {
    this.key = key;
    this.rule = rule;
    this.unit = unit;
    this.required = required;
    this.doc = doc;
  }

  /** The limit of a name, null if there is none. */
  public static @Nullable Limit named(String key) {
    return BY_NAME.get(key);
  }

  /** Name in risk-limits.yaml. */
  public String key() {
    return key;
  }

  /** How scopes combine. */
  public Rule rule() {
    return rule;
  }

  /** Unit of the value. */
  public Unit unit() {
    return unit;
  }

  /** True if orders are refused without it. */
  public boolean required() {
    return required;
  }

  /** What it bounds. */
  public String doc() {
    return doc;
  }
}
