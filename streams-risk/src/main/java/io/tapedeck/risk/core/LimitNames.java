package io.tapedeck.risk.core;

import java.util.List;

/** Names of the limits, as in risk-limits.yaml. Money is in the account's currency. */
public final class LimitNames {
  /** Money that the account works with; concentration is measured against it. */
  public static final String CAPITAL = "capital";

  /** Largest value of one order, money. */
  public static final String MAX_ORDER_VALUE = "max_order_value";

  /** Largest absolute value of one position, money. */
  public static final String MAX_NOTIONAL_PER_POSITION = "max_notional_per_position";

  /** Largest part of the capital in one position, percent. */
  public static final String MAX_CONCENTRATION_PERCENT = "max_concentration_percent";

  /** Largest loss in a day, realised and unrealised, money. */
  public static final String MAX_DAILY_LOSS = "max_daily_loss";

  /** Oldest mark that values an order, seconds of event time. */
  public static final String MAX_MARK_AGE_SECONDS = "max_mark_age_seconds";

  /** All that must be known before an order may pass. */
  public static final List<String> REQUIRED =
      List.of(
          CAPITAL,
          MAX_ORDER_VALUE,
          MAX_NOTIONAL_PER_POSITION,
          MAX_CONCENTRATION_PERCENT,
          MAX_DAILY_LOSS,
          MAX_MARK_AGE_SECONDS);

  private LimitNames() {}
}
