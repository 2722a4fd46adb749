package io.tapedeck.risk.core;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.limits.Setting;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Money;
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
    long value = 0;
    long gross = 0;
    long grossWorst = 0;
    int open = 0;
    for (Map.Entry<String, Money> fee : account.fees.entrySet()) {
      Long rate = Currencies.rate(state, fee.getKey(), currency);
      convertible &= rate != null || fee.getValue().isZero();
      realised = Math.subtractExact(realised, at(fee.getValue().raw(), rate));
    }
    for (Holding holding : account.holdings()) {
      if (holding.empty()) {
        // kept for its place only: a restored account does not have it; it needs no conversion
        holding.revalue(state, account, FixedPoint.ONE);
        continue;
      }
      Long rate = currency == null ? null : Currencies.rate(state, holding.currency, currency);
      convertible &= currency == null || rate != null;
      holding.revalue(state, account, rate == null ? FixedPoint.ONE : rate);
      realised = Math.addExact(realised, holding.realised());
      unrealised = Math.addExact(unrealised, holding.unrealised());
      value = Math.addExact(value, holding.value());
      gross = Math.addExact(gross, Math.abs(holding.value()));
      grossWorst = Math.addExact(grossWorst, holding.worst());
      open += holding.worstUnits() == 0 ? 0 : 1;
    }
    long profit = Math.addExact(realised, unrealised);
    long base = Math.addExact(limits.valueOr(Limit.CAPITAL, 0), account.deposits.raw());
    long equity = Math.addExact(base, profit);
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

  /** Realised minus fees plus unrealised, since the account's first entry. */
  static Money profit(RiskState state, AccountState account) {
    return totals(state, account).profit();
  }

  /** At par where there is no rate: who must refuse then is told by {@link Totals#convertible}. */
  static long at(long raw, @Nullable Long rate) {
    return rate == null || rate == FixedPoint.ONE ? raw : FixedPoint.multiply(raw, rate);
  }
}
