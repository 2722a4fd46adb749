package io.tapedeck.risk.oracle;

import static io.tapedeck.risk.oracle.OracleAccount.decimal;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.money.Money;
import io.tapedeck.risk.core.AccountState;
import io.tapedeck.risk.core.Position;
import io.tapedeck.risk.core.WorkingOrder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The engine's account against the oracle's. */
final class OracleBooks {
  private OracleBooks() {}

  static void compare(OracleAccount expected, AccountState actual) {
    AccountId id = expected.id;
    positions(expected, actual);
    fees(expected, actual);
    working(expected, actual);
    same("deposits", id, expected.deposits, actual.deposits());
    same("day's base", id, expected.dayBase, actual.dayBase());
    same("week's base", id, expected.weekBase, actual.weekBase());
    same("month's base", id, expected.monthBase, actual.monthBase());
    if (expected.peak != null) {
      same("peak", id, expected.peak, actual.peakEquity());
    }
    assertThat(actual.tradesToday()).as("trades of %s", id).isEqualTo(expected.trades);
    assertThat(actual.consecutiveLosses()).as("losses of %s", id).isEqualTo(expected.losses);
    assertThat(actual.breaker().tripped())
        .as("breaker of %s: %s", id, actual.breaker())
        .isEqualTo(expected.breaker.tripped);
    assertThat(actual.disabled().stream().map(Object::toString).toList())
        .as("disabled in %s", id)
        .isEqualTo(List.copyOf(expected.disabled));
    assertThat(actual.closings().keySet()).as("%s", id).isEqualTo(expected.closings.keySet());
    assertThat(actual.tradingState()).as("%s", id).isEqualTo(expected.state);
    assertThat(actual.quarantined()).as("%s", id).isEqualTo(expected.quarantined);
  }

  private static void same(String what, Object of, BigDecimal expected, Money actual) {
    assertThat(decimal(actual.raw())).as("%s of %s", what, of).isEqualByComparingTo(expected);
  }

  private static void positions(OracleAccount expected, AccountState actual) {
    assertThat(expected.books.keySet()).containsAll(actual.positions().keySet());
    expected.books.forEach(
        (instrument, book) -> {
          Position position = actual.position(instrument);
          assertThat(decimal(position.quantity().raw()))
              .as("%s in %s", instrument, expected.id)
              .isEqualByComparingTo(book.quantity);
          same("cost", instrument, book.cost, position.cost());
          same("realised", instrument, book.realised, position.realised());
        });
  }

  private static void fees(OracleAccount expected, AccountState actual) {
    assertThat(expected.fees.keySet()).containsAll(actual.fees().keySet());
    expected.fees.forEach(
        (currency, fee) ->
            same("fees", currency, fee, actual.fees().getOrDefault(currency, Money.ZERO)));
  }

  private static void working(OracleAccount expected, AccountState actual) {
    Set<String> ids = new TreeSet<>();
    for (WorkingOrder order : actual.working().values()) {
      ids.add(order.intent().value());
      OracleAccount.Order wanted = expected.working.get(order.intent().value());
      assertThat(wanted).as("%s", order).isNotNull();
      assertThat(decimal(order.leaves().raw()))
          .as("leaves of %s", order)
          .isEqualByComparingTo(wanted.leaves());
      assertThat(decimal(order.countsAt().raw()))
          .as("price of %s", order)
          .isEqualByComparingTo(wanted.countsAt());
    }
    assertThat(ids).as("works in %s", expected.id).isEqualTo(expected.working.keySet());
  }
}
