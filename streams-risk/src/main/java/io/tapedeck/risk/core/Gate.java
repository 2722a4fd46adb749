package io.tapedeck.risk.core;

import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.risk.core.check.BlackoutCheck;
import io.tapedeck.risk.core.check.BuyingPowerCheck;
import io.tapedeck.risk.core.check.Check;
import io.tapedeck.risk.core.check.CircuitBreakerCheck;
import io.tapedeck.risk.core.check.ClosingCheck;
import io.tapedeck.risk.core.check.ConcentrationCheck;
import io.tapedeck.risk.core.check.ConsecutiveLossesCheck;
import io.tapedeck.risk.core.check.ControlAliveCheck;
import io.tapedeck.risk.core.check.ConversionCheck;
import io.tapedeck.risk.core.check.CorrelationCheck;
import io.tapedeck.risk.core.check.DailyLossCheck;
import io.tapedeck.risk.core.check.DrawdownCheck;
import io.tapedeck.risk.core.check.DuplicateIntentCheck;
import io.tapedeck.risk.core.check.DuplicateOrderCheck;
import io.tapedeck.risk.core.check.ExpiryCheck;
import io.tapedeck.risk.core.check.FeedStatusCheck;
import io.tapedeck.risk.core.check.InstrumentHaltedCheck;
import io.tapedeck.risk.core.check.LeverageCheck;
import io.tapedeck.risk.core.check.LimitsKnownCheck;
import io.tapedeck.risk.core.check.LossPerTradeCheck;
import io.tapedeck.risk.core.check.MarginCheck;
import io.tapedeck.risk.core.check.MarkAgeCheck;
import io.tapedeck.risk.core.check.MarkKnownCheck;
import io.tapedeck.risk.core.check.MarketHoursCheck;
import io.tapedeck.risk.core.check.MessageRateCheck;
import io.tapedeck.risk.core.check.MonthlyLossCheck;
import io.tapedeck.risk.core.check.OpenOrdersCheck;
import io.tapedeck.risk.core.check.OpenPositionsCheck;
import io.tapedeck.risk.core.check.Order;
import io.tapedeck.risk.core.check.OrderSizeMaxCheck;
import io.tapedeck.risk.core.check.OrderSizeMinCheck;
import io.tapedeck.risk.core.check.OrderValueCheck;
import io.tapedeck.risk.core.check.PermissionCheck;
import io.tapedeck.risk.core.check.PositionSizeCheck;
import io.tapedeck.risk.core.check.PositionValueCheck;
import io.tapedeck.risk.core.check.PriceCollarCheck;
import io.tapedeck.risk.core.check.PriceMaxCheck;
import io.tapedeck.risk.core.check.PriceMinCheck;
import io.tapedeck.risk.core.check.PriceReferenceCheck;
import io.tapedeck.risk.core.check.QuarantineCheck;
import io.tapedeck.risk.core.check.RepeatedExecutionCheck;
import io.tapedeck.risk.core.check.SelfMatchCheck;
import io.tapedeck.risk.core.check.ShortValueCheck;
import io.tapedeck.risk.core.check.StateLagCheck;
import io.tapedeck.risk.core.check.StrategyEnabledCheck;
import io.tapedeck.risk.core.check.TargetCheck;
import io.tapedeck.risk.core.check.TermsCheck;
import io.tapedeck.risk.core.check.TotalExposureCheck;
import io.tapedeck.risk.core.check.TradesPerDayCheck;
import io.tapedeck.risk.core.check.TradingStateCheck;
import io.tapedeck.risk.core.check.VolatilityCheck;
import io.tapedeck.risk.core.check.WeeklyLossCheck;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All checks in their order; each is made, whatever the others say. */
public final class Gate {
  /** The order in which a decision lists them; {@link CheckCode#ARITHMETIC} comes last. */
  public static final List<Check> CHECKS =
      List.of(
          // may this intent be decided at all
          new QuarantineCheck(),
          new TradingStateCheck(),
          new DuplicateIntentCheck(),
          new ExpiryCheck(),
          new TermsCheck(),
          new TargetCheck(),
          // is enough known to decide it
          new LimitsKnownCheck(),
          new MarkKnownCheck(),
          new MarkAgeCheck(),
          new ConversionCheck(),
          new FeedStatusCheck(),
          new InstrumentHaltedCheck(),
          new StateLagCheck(),
          new ControlAliveCheck(),
          // may it trade now
          new CircuitBreakerCheck(),
          new ClosingCheck(),
          new StrategyEnabledCheck(),
          new PermissionCheck(),
          new MarketHoursCheck(),
          new BlackoutCheck(),
          // is the order itself sane
          new OrderSizeMinCheck(),
          new OrderSizeMaxCheck(),
          new OrderValueCheck(),
          new PriceMinCheck(),
          new PriceMaxCheck(),
          new PriceCollarCheck(),
          new PriceReferenceCheck(),
          new VolatilityCheck(),
          new DuplicateOrderCheck(),
          new RepeatedExecutionCheck(),
          new MessageRateCheck(),
          new TradesPerDayCheck(),
          new OpenOrdersCheck(),
          new SelfMatchCheck(),
          // what could come of it
          new PositionSizeCheck(),
          new PositionValueCheck(),
          new ShortValueCheck(),
          new OpenPositionsCheck(),
          new TotalExposureCheck(),
          new ConcentrationCheck(),
          new CorrelationCheck(),
          new LeverageCheck(),
          new MarginCheck(),
          new BuyingPowerCheck(),
          new LossPerTradeCheck(),
          // what was lost
          new DailyLossCheck(),
          new WeeklyLossCheck(),
          new MonthlyLossCheck(),
          new DrawdownCheck(),
          new ConsecutiveLossesCheck());

  private static final String REDUCES = "the order only reduces the position";
  private static final CheckResult FITS = CheckResult.of(CheckCode.ARITHMETIC, true, "");
  private static final CheckResult LEAVES =
      CheckResult.of(CheckCode.ARITHMETIC, false, "a figure leaves the money type");
  private static final Map<CheckCode, CheckResult> NOT_FOR_CANCELS =
      constants("a cancel only takes risk away");
  private static final Map<CheckCode, CheckResult> NOT_MADE =
      constants("not made: there is no such order");

  private Gate() {}

  private static Map<CheckCode, CheckResult> constants(String note) {
    Map<CheckCode, CheckResult> results = new EnumMap<>(CheckCode.class);
    for (CheckCode code : CheckCode.values()) {
      results.put(code, CheckResult.of(code, true, note));
    }
    return results;
  }

  /**
   * Makes every check on an order.
   *
   * @param fits false if a figure of the account left the money type
   */
  static List<CheckResult> check(Order order, boolean fits) {
    boolean reduces = order.reduces();
    boolean allFit = fits;
    CheckResult[] results = order.state().scratch();
    for (int i = 0; i < CHECKS.size(); i++) {
      Check check = CHECKS.get(i);
      CheckResult result;
      try {
        result = check.check(order);
      } catch (ArithmeticException e) {
        allFit = false;
        result = CheckResult.of(check.code(), false, "a figure leaves the money type");
      }
      results[i] = reduces && !check.holdsReductions() ? result.waived(REDUCES) : result;
    }
    CheckResult arithmetic = allFit ? FITS : LEAVES;
    results[CHECKS.size()] = reduces ? arithmetic.waived(REDUCES) : arithmetic;
    return List.of(results);
  }

  /** A cancel only takes risk away: it passes in every state, if there is something to cancel. */
  static List<CheckResult> cancel(CheckResult duplicate, CheckResult target) {
    return with(NOT_FOR_CANCELS, List.of(duplicate, target));
  }

  /** A replace of what does not work: only what needs no order is looked at. */
  static List<CheckResult> noTarget(List<CheckResult> made) {
    return with(NOT_MADE, made);
  }

  private static List<CheckResult> with(
      Map<CheckCode, CheckResult> constants, List<CheckResult> made) {
    List<CheckResult> results = new ArrayList<>(CHECKS.size() + 1);
    for (Check check : CHECKS) {
      results.add(constants.getOrDefault(check.code(), FITS));
    }
    results.add(FITS);
    for (CheckResult result : made) {
      results.replaceAll(r -> r.code() == result.code() ? result : r);
    }
    return results;
  }

  /** The codes that a build's decisions list, in their order. */
  public static List<CheckCode> codes() {
    List<CheckCode> codes = new ArrayList<>();
    CHECKS.forEach(check -> codes.add(check.code()));
    codes.add(CheckCode.ARITHMETIC);
    return codes;
  }
}
