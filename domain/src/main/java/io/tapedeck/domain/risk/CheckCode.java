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
  ARITHMETIC("Every figure of the order fits the money type.", Unit.NONE);

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
    STATE
  }
}
