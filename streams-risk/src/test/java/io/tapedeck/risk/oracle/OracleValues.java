package io.tapedeck.risk.oracle;

import static io.tapedeck.risk.oracle.RiskOracle.product;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.order.Side;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeSet;

/** What an account is worth at the marks, in its currency. */
final class OracleValues {
  private final OracleAccount account;
  private final OracleMarket market;
  private final OracleLimits.View own;
  private final OracleLimits.View everyone;

  OracleValues(OracleAccount account, OracleMarket market, OracleLimits limits) {
    this.account = account;
    this.market = market;
    this.own = limits.of(account.id);
    this.everyone = limits.everyone();
  }

  /** What one unit of a currency is worth; null if it must be converted and nothing says how. */
  private BigDecimal conversion(String currency) {
    String home = own.text("currency");
    if (home == null || home.equals(currency)) {
      return BigDecimal.ONE;
    }
    String conversions = everyone.text("conversions");
    for (String item : OracleCalendar.items(conversions == null ? "" : conversions)) {
      String[] sides = item.split("=");
      if (sides[0].equals(currency)) {
        return market.price(new InstrumentId(sides[1]));
      }
    }
    return null;
  }

  BigDecimal convert(String currency, BigDecimal amount) {
    BigDecimal rate = conversion(currency);
    return rate == null ? amount : product(amount, rate);
  }

  /** True if every currency of positions, working orders and fees has a conversion. */
  boolean convertible() {
    return account.fees.entrySet().stream()
            .allMatch(fee -> fee.getValue().signum() == 0 || conversion(fee.getKey()) != null)
        && instruments().stream().allMatch(this::convertible);
  }

  /** True if an instrument's currency has a conversion. */
  boolean convertible(InstrumentId instrument) {
    return conversion(OracleAccount.currency(instrument)) != null;
  }

  /** Realised less fees plus unrealised. */
  BigDecimal profit() {
    BigDecimal profit = BigDecimal.ZERO;
    for (Map.Entry<String, BigDecimal> fee : account.fees.entrySet()) {
      profit = profit.subtract(convert(fee.getKey(), fee.getValue()));
    }
    for (Map.Entry<InstrumentId, OracleAccount.Book> each : account.books.entrySet()) {
      String currency = OracleAccount.currency(each.getKey());
      OracleAccount.Book book = each.getValue();
      profit = profit.add(convert(currency, book.realised));
      BigDecimal mark = market.price(each.getKey());
      if (mark != null) {
        BigDecimal unrealised = product(book.quantity, mark).subtract(book.cost);
        profit = profit.add(convert(currency, unrealised));
      }
    }
    return profit;
  }

  boolean capitalKnown() {
    return own.number("capital") != null;
  }

  /** Capital, deposits and profit; a capital that is not known counts as nothing. */
  BigDecimal equity() {
    return own.number("capital", BigDecimal.ZERO).add(account.deposits).add(profit());
  }

  /** The most that an instrument could come to. */
  BigDecimal stake(InstrumentId instrument) {
    BigDecimal held = account.held(instrument);
    BigDecimal up = held.add(account.leaves(instrument, Side.BUY, null)).abs();
    BigDecimal down = held.subtract(account.leaves(instrument, Side.SELL, null)).abs();
    BigDecimal price = market.price(instrument);
    if (price == null && held.signum() != 0) {
      price = RiskOracle.quotient(account.books.get(instrument).cost.abs(), held.abs());
    }
    if (price == null) {
      price =
          account.working.values().stream()
              .filter(o -> o.instrument.equals(instrument))
              .map(OracleAccount.Order::countsAt)
              .reduce(BigDecimal.ZERO, BigDecimal::max);
    }
    return value(instrument, up.max(down), price);
  }

  /** Quantity times price in the account's currency. */
  BigDecimal value(InstrumentId instrument, BigDecimal quantity, BigDecimal price) {
    return convert(OracleAccount.currency(instrument), product(quantity, price));
  }

  /** Every instrument that is held or worked in. */
  TreeSet<InstrumentId> instruments() {
    TreeSet<InstrumentId> all = new TreeSet<>();
    account.books.forEach(
        (instrument, book) -> {
          // nothing held and nothing earned, after a bust, is no position
          if (book.quantity.signum() != 0 || book.realised.signum() != 0) {
            all.add(instrument);
          }
        });
    account.working.values().forEach(o -> all.add(o.instrument));
    return all;
  }
}
