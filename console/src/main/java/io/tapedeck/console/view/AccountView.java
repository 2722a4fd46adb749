package io.tapedeck.console.view;

import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.AccountSnapshot.Figures;
import io.tapedeck.domain.risk.AccountSnapshot.PositionLine;
import io.tapedeck.domain.risk.AccountSnapshot.WorkingLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An account, as risk published it, for JSON. Money is text in the account's currency. */
public final class AccountView {
  private AccountView() {}

  /** Its positions, flat ones left out. */
  public static List<Map<String, Object>> positions(AccountSnapshot account) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (PositionLine line : account.positions()) {
      if (line.quantity().raw() == 0) {
        continue;
      }
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("account", account.account().value());
      row.put("instrument", line.instrument().value());
      row.put("quantity", line.quantity().toString());
      row.put("average_price", line.averagePrice().toString());
      row.put("mark", line.mark() == null ? null : line.mark().toString());
      row.put("value", text(value(line)));
      row.put("realised_pnl", line.realisedPnl().toString());
      row.put("unrealised_pnl", line.unrealisedPnl().toString());
      row.put("concentration_percent", concentration(account, line));
      rows.add(row);
    }
    return rows;
  }

  /** Its profit and loss, and what stands behind it. */
  public static Map<String, Object> pnl(AccountSnapshot account) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("account", account.account().value());
    row.put("day_pnl", account.dayPnl().toString());
    row.put("realised_pnl", account.realisedPnl().toString());
    row.put("unrealised_pnl", account.unrealisedPnl().toString());
    row.put("fees", account.fees().toString());
    row.put("exposure", account.exposure().toString());
    Figures figures = account.figures();
    row.put("equity", figures == null ? null : figures.equity().toString());
    row.put("week_pnl", figures == null ? null : figures.weekPnl().toString());
    row.put("month_pnl", figures == null ? null : figures.monthPnl().toString());
    row.put("peak_equity", figures == null ? null : figures.peakEquity().toString());
    row.put("trades_today", figures == null ? null : figures.tradesToday());
    row.put("consecutive_losses", figures == null ? null : figures.consecutiveLosses());
    row.put("as_of", Times.text(account.eventNanos()));
    return row;
  }

  /** Its trading state and circuit breaker. */
  public static Map<String, Object> breaker(AccountSnapshot account) {
    Map<String, Object> row = new LinkedHashMap<>();
    Figures figures = account.figures();
    row.put("account", account.account().value());
    row.put("active", figures != null && figures.breakerTripped());
    row.put("reason", figures == null ? "" : figures.breakerReason());
    row.put("trading_state", account.tradingState().name());
    row.put("quarantined", account.quarantined());
    row.put(
        "disabled_strategies",
        figures == null
            ? List.of()
            : figures.disabledStrategies().stream().map(Object::toString).toList());
    row.put("as_of", Times.text(account.eventNanos()));
    return row;
  }

  /** Its working orders. */
  public static List<Map<String, Object>> orders(AccountSnapshot account) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (WorkingLine line : account.workingOrders()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("account", account.account().value());
      row.put("intent", line.intent().value());
      row.put("instrument", line.instrument().value());
      row.put("side", line.side().name());
      row.put("leaves", line.leaves().toString());
      row.put("reserved_price", line.reservedPrice().toString());
      rows.add(row);
    }
    return rows;
  }

  private static @Nullable Money value(PositionLine line) {
    return line.mark() == null ? null : line.mark().times(line.quantity());
  }

  private static @Nullable String text(@Nullable Money money) {
    return money == null ? null : money.toString();
  }

  /** The position's value in percent of the equity; null where either is not known. */
  private static @Nullable String concentration(AccountSnapshot account, PositionLine line) {
    Money value = value(line);
    Figures figures = account.figures();
    if (value == null || figures == null || figures.equity().raw() <= 0) {
      return null;
    }
    return FixedPoint.format(
        FixedPoint.proportion(100 * FixedPoint.ONE, Math.abs(value.raw()), figures.equity().raw()));
  }
}
