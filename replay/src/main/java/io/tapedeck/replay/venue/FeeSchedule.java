package io.tapedeck.replay.venue;

import io.tapedeck.domain.money.FixedPoint;
import java.util.List;

/**
 * What a venue takes, by traded volume of the last thirty days.
 *
 * @param name how it is asked for
 * @param tiers by growing volume, the first from zero
 */
public record FeeSchedule(String name, List<Tier> tiers) {
  private static final long BASIS_POINT = FixedPoint.ONE / 10_000;

  /** Nothing is taken. */
  public static final FeeSchedule NONE = flat("none", 0, 0);

  /** Kraken's spot schedule as known to the project; a venue changes its own at any time. */
  public static final FeeSchedule KRAKEN =
      new FeeSchedule(
          "kraken",
          List.of(
              tier(0, 2500, 4000),
              tier(10_000, 2000, 3500),
              tier(50_000, 1400, 2400),
              tier(100_000, 1200, 2200),
              tier(250_000, 1000, 2000),
              tier(500_000, 800, 1800),
              tier(1_000_000, 600, 1600),
              tier(2_500_000, 400, 1400),
              tier(5_000_000, 200, 1200),
              tier(10_000_000, 0, 1000)));

  /** Alpaca's schedule for crypto, as known to the project; shares cost no commission there. */
  public static final FeeSchedule ALPACA_CRYPTO =
      new FeeSchedule(
          "alpaca-crypto",
          List.of(
              tier(0, 1500, 2500),
              tier(100_000, 1200, 2200),
              tier(500_000, 1000, 2000),
              tier(1_000_000, 800, 1800),
              tier(10_000_000, 500, 1500),
              tier(25_000_000, 200, 1300),
              tier(50_000_000, 200, 1200),
              tier(100_000_000, 0, 1000)));

  /**
   * A tier.
   *
   * @param fromVolume raw scale-9 value traded in thirty days from which on it holds
   * @param maker raw scale-9 fraction of the value; negative is a rebate
   * @param taker the same for what takes liquidity
   */
  public record Tier(long fromVolume, long maker, long taker) {}

  public FeeSchedule {
    tiers = List.copyOf(tiers);
    if (tiers.isEmpty() || tiers.get(0).fromVolume() != 0) {
      throw new IllegalArgumentException("the first tier of " + name + " must begin at zero");
    }
  }

  private static Tier tier(long volume, long makerMillionths, long takerMillionths) {
    return new Tier(volume * FixedPoint.ONE, makerMillionths * 1_000, takerMillionths * 1_000);
  }

  /** One rate for all, in basis points. */
  public static FeeSchedule flat(String name, double makerBps, double takerBps) {
    return new FeeSchedule(name, List.of(new Tier(0, bps(makerBps), bps(takerBps))));
  }

  private static long bps(double value) {
    return Math.round(value * BASIS_POINT);
  }

  /** The tier that holds at a volume. */
  Tier at(long volume) {
    Tier holds = tiers.get(0);
    for (Tier tier : tiers) {
      holds = volume >= tier.fromVolume() ? tier : holds;
    }
    return holds;
  }
}
