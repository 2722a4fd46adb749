package io.tapedeck.domain.risk;

/**
 * The checks of the gate, by their stable codes. A code's name is its identity on the tape: never
 * rename or reuse one.
 */
public enum CheckCode {
  UNKNOWN("A code of a newer build.", Unit.NONE),
  TRADING_STATE(
      "The account's trading state allows the order: HALTED allows only cancels, REDUCING only what"
          + " reduces.",
      Unit.STATE),
  ACCOUNT_QUARANTINED(
      "No unreadable record was met for the account; a person must act before it goes on.",
      Unit.COUNT),
  DUPLICATE_INTENT("The intent's id was not seen before.", Unit.COUNT),
  INTENT_EXPIRED("The intent's time to live has not passed, in event time.", Unit.SECONDS),
  ORDER_INVALID("The order's terms make sense: positive size, prices where needed.", Unit.NONE),
  TARGET_UNKNOWN("The order to cancel or replace is a working order of the account.", Unit.NONE),
  LIMITS_MISSING("Limits are known for the account.", Unit.NONE),
  MARK_MISSING("A mark is known for the instrument.", Unit.NONE),
  MARK_STALE("The mark is young enough, in event time.", Unit.SECONDS),
  ORDER_VALUE(
      "Size times mark or limit, whichever is worse, stays within max_order_value.", Unit.MONEY),
  POSITION_VALUE(
      "The position that could result, open orders counted as filled, stays within"
          + " max_notional_per_position.",
      Unit.MONEY),
  CONCENTRATION(
      "The position that could result is no larger a part of the capital than"
          + " max_concentration_percent.",
      Unit.PERCENT),
  DAILY_LOSS("Today's realised and unrealised loss stays within max_daily_loss.", Unit.MONEY),
  ARITHMETIC("Every figure of the order fits the money type.", Unit.NONE),
  ORDER_SIZE_MIN("The order is at least min_order_size.", Unit.QUANTITY),
  ORDER_SIZE_MAX("The order is at most max_order_size.", Unit.QUANTITY),
  PRICE_MIN("The price is at least min_price.", Unit.MONEY),
  PRICE_MAX("The price is at most max_price.", Unit.MONEY),
  PRICE_COLLAR(
      "The limit price is no worse than the mark by more than max_slippage_percent.", Unit.PERCENT),
  PRICE_REFERENCE(
      "The mark is no further from its rolling reference than max_price_deviation_percent.",
      Unit.PERCENT),
  POSITION_SIZE(
      "The position that could result, open orders counted as filled, stays within max_shares.",
      Unit.QUANTITY),
  SHORT_VALUE("The short position that could result stays within max_short_notional.", Unit.MONEY),
  TOTAL_EXPOSURE(
      "All positions that could result, added without sign, stay within max_total_exposure.",
      Unit.MONEY),
  OPEN_POSITIONS("No more instruments are held or could be than max_open_positions.", Unit.COUNT),
  OPEN_ORDERS("No more orders work than max_open_orders.", Unit.COUNT),
  LEVERAGE(
      "All positions that could result are no larger a multiple of the equity than max_leverage.",
      Unit.RATIO),
  MARGIN(
      "The equity covers at least min_margin_percent of all positions that could result.",
      Unit.PERCENT),
  BUYING_POWER("The order costs no more than the account has left.", Unit.MONEY),
  LOSS_PER_TRADE("The loss at the default stop stays within max_loss_per_trade.", Unit.MONEY),
  WEEKLY_LOSS("This week's loss stays within max_weekly_loss.", Unit.MONEY),
  MONTHLY_LOSS("This month's loss stays within max_monthly_loss.", Unit.MONEY),
  DRAWDOWN(
      "The equity is no further below its peak than drawdown_threshold_percent.", Unit.PERCENT),
  CONSECUTIVE_LOSSES(
      "Fewer round trips in a row have lost than max_consecutive_losses.", Unit.COUNT),
  TRADES_PER_DAY("No more orders were approved today than max_trades_per_day.", Unit.COUNT),
  MESSAGE_RATE(
      "The token bucket of max_messages_per_second and message_burst has a token.", Unit.COUNT),
  REPEATED_EXECUTION(
      "The strategy has not sent more than max_repeated_orders equal orders within"
          + " repeated_order_window_seconds.",
      Unit.COUNT),
  STRATEGY_DISABLED("No person or throttle has disabled the strategy.", Unit.STATE),
  DUPLICATE_ORDER(
      "No equal order was approved within duplicate_order_window_seconds.", Unit.SECONDS),
  SELF_MATCH("The order cannot trade with a working order of the same account.", Unit.NONE),
  CORRELATION(
      "No held position moves with the instrument by more than max_position_correlation.",
      Unit.RATIO),
  VOLATILITY("The average true range is at most max_atr_percent of the price.", Unit.PERCENT),
  BLACKOUT("The time lies in none of the blackout_periods.", Unit.STATE),
  MARKET_CLOSED("The venue's session allows trading.", Unit.STATE),
  INSTRUMENT_NOT_PERMITTED("The order's instrument and venue are permitted.", Unit.NONE),
  INSTRUMENT_HALTED("The venue lets the instrument trade.", Unit.STATE),
  FEED_STALE("The instrument's feed is whole and alive.", Unit.STATE),
  STATE_LAG("Risk is no further behind its inputs than max_state_lag_seconds.", Unit.SECONDS),
  CONTROL_STALE("Whoever commands was heard within max_control_age_seconds.", Unit.STATE),
  CIRCUIT_BREAKER("The circuit breaker is not tripped.", Unit.STATE),
  POSITION_CLOSING("The position is not being closed by command.", Unit.STATE),
  CONVERSION_MISSING("A mark is known for every currency that must be converted.", Unit.NONE);

  private final String doc;
  private final Unit unit;

  CheckCode(String doc, Unit unit) {
    this.doc = doc;
    this.unit = unit;
  }

  /** What passes the check. */
  public String doc() {
    return doc;
  }

  /** Unit of observed value, limit and headroom. */
  public Unit unit() {
    return unit;
  }

  /** Units of operands. */
  public enum Unit {
    NONE,
    MONEY,
    PERCENT,
    SECONDS,
    COUNT,
    QUANTITY,
    RATIO,
    STATE
  }
}
