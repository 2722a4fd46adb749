package io.tapedeck.risk.core;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What accounts are worth at the marks last journalled, in the account's currency. */
final class Valuation {
  private Valuation() {}

  /**
   * The totals of an account.
   *
   * @throws ArithmeticException if a figure leaves the money type
   */
  static Totals totals(RiskState state, AccountState account) {
    EffectiveLimits limits = state.limitsOf(account);
    String currency = limits.text(Setting.CURRENCY);
    boolean convertible = true;
    long realised = 0;
    long unrealised = 0;
    long gross = 0;
    long grossWorst = 0;
    long value = 0;
    int open = 0;
    for (Map.Entry<String, Money> fee : account.fees.entrySet()) {
      Long rate = Currencies.rate(state, fee.getKey(), currency);
      convertible &= rate != null;
      realised = Math.subtractExact(realised, at(fee.getValue().raw(), rate));
    }
    for (Holding holding : account.holdings()) {
      Long rate = currency == null ? null : Currencies.rate(state, holding.currency, currency);
      convertible &= currency == null || rate != null;
      Position position = holding.position;
      realised = Math.addExact(realised, at(position.realised().raw(), rate));
      Price price = holding.price(state);
      long units = position.quantity().raw();
      if (units != 0 && price != null) {
        long worth = FixedPoint.multiply(units, price.raw());
        if (price(state, holding.instrument) != null) {
          unrealised =
              Math.addExact(unrealised, at(Math.subtractExact(worth, position.cost().raw()), rate));
        }
        value = Math.addExact(value, at(worth, rate));
        gross = Math.addExact(gross, at(Math.abs(worth), rate));
      }
      long worst = worst(state, account, holding, rate);
      grossWorst = Math.addExact(grossWorst, worst);
      open += holding.worstUnits() == 0 ? 0 : 1;
    }
    long capital = limits.valueOr(Limit.CAPITAL, 0);
    long profit = Math.addExact(realised, unrealised);
    long equity = Math.addExact(Math.addExact(capital, account.deposits.raw()), profit);
    return new Totals(
        new Money(realised),
        new Money(unrealised),
        new Money(profit),
        new Money(equity),
        new Money(Math.subtractExact(equity, value)),
        new Money(gross),
        new Money(grossWorst),
        open,
        convertible,
        currency);
  }

  /** The worst value that an instrument's stake could take without more orders, converted. */
  static long worst(RiskState state, AccountState account, Holding holding, @Nullable Long rate) {
    long units = holding.worstUnits();
    if (units == 0) {
      return 0;
    }
    Price price = holding.price(state);
    if (price == null) {
      long highest = 0;
      for (WorkingOrder order : account.workingIn(holding.instrument)) {
        highest = Math.max(highest, order.countsAt().raw());
      }
      price = new Price(highest);
    }
    return at(FixedPoint.multiply(units, price.raw()), rate);
  }

  /** Realised minus fees plus unrealised, since the account's first entry. */
  static Money profit(RiskState state, AccountState account) {
    return totals(state, account).profit();
  }

  static @Nullable Price price(RiskState state, InstrumentId instrument) {
    return state.price(instrument);
  }

  static Money times(Price price, long units) {
    return price.times(new Quantity(units));
  }

  /** At par where there is no rate: who must refuse then is told by {@link Totals#convertible}. */
  static long at(long raw, @Nullable Long rate) {
    return rate == null || rate == FixedPoint.ONE ? raw : FixedPoint.multiply(raw, rate);
  }
}
