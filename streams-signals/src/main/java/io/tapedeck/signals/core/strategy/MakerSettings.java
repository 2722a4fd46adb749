package io.tapedeck.signals.core.strategy;

import io.tapedeck.domain.money.Quantity;

/**
 * Settings of {@link MarketMaker}. Distances are in basis points of the mid, times are event time.
 *
 * @param ordersPerSide rungs of the ladder
 * @param orderQuantity units of each rung
 * @param positionLimit units, either way, at which only the other side is quoted
 * @param allowShort whether it may sell what it does not hold
 * @param priceStep raw scale-9 step of prices
 * @param quantityStep raw scale-9 step of quantities
 * @param riskAversion gamma of Avellaneda and Stoikov, per basis point
 * @param liquidity kappa: how fast fills thin out with distance, per basis point
 * @param horizonSeconds how far ahead inventory is a risk
 * @param minHalfSpreadBps the innermost rung is never nearer to the mid
 * @param spreadMultiplier widens the whole
 * @param levelSpacingBps between rungs
 * @param toleranceBps a quote that is off by less is left alone
 * @param refreshNanos shortest time between two looks at the ladder
 * @param patienceNanos how long an answer is waited for
 */
public record MakerSettings(
    int ordersPerSide,
    Quantity orderQuantity,
    Quantity positionLimit,
    boolean allowShort,
    long priceStep,
    long quantityStep,
    double riskAversion,
    double liquidity,
    double horizonSeconds,
    double minHalfSpreadBps,
    double spreadMultiplier,
    double levelSpacingBps,
    double toleranceBps,
    long refreshNanos,
    long patienceNanos) {

  /** Farthest ladder; keeps the state small. */
  public static final int MOST_RUNGS = 20;

  public MakerSettings {
    if (ordersPerSide < 1 || ordersPerSide > MOST_RUNGS) {
      throw new IllegalArgumentException("1 to " + MOST_RUNGS + " orders a side");
    }
    if (!(riskAversion > 0 && liquidity > 0)) {
      throw new IllegalArgumentException("risk aversion and liquidity must be above 0");
    }
  }

  /** How far the middle of the quotes lies from the mid with so many order quantities held. */
  double skewBps(double lots, double volatilityBps) {
    return -lots * riskAversion * volatilityBps * volatilityBps * horizonSeconds;
  }

  /** Half the distance between the innermost quotes. */
  double halfSpreadBps(double volatilityBps) {
    double inventory = riskAversion * volatilityBps * volatilityBps * horizonSeconds / 2;
    double arrival = StrictMath.log1p(riskAversion / liquidity) / riskAversion;
    return Math.max(minHalfSpreadBps, spreadMultiplier * (inventory + arrival));
  }
}
