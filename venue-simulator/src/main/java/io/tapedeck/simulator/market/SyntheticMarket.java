package io.tapedeck.simulator.market;

import io.tapedeck.domain.money.FixedPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A market made from a seed: several pairs with books of ten levels, regimes, bursts, and trades
 * that agree with the book. The same seed, symbols and count give the same ticks on every machine;
 * event time starts at 2024-01-02T00:00:00Z, with a share at that day's opening. A share trades in
 * New York's sessions only, with halts, price bands, corrections and cancellations.
 */
public final class SyntheticMarket implements MarketSource {
  /** The pairs of a market that names none. */
  public static final List<String> DEFAULT_SYMBOLS =
      List.of("BTC/USD", "ETH/USD", "SOL/USD", "ADA/USD");

  private static final long START_NS = 1_704_153_600_000_000_000L;
  private static final double QUIET_GAP_NS = 10_000_000;
  private static final double BURST_GAP_NS = 300_000;
  private static final double BURST_START = 1 / 3_000.0;
  private static final double BURST_END = 1 / 400.0;

  private record Listing(String firstPrice, int priceDecimals, String minimum) {}

  private static final Map<String, Listing> LISTINGS =
      Map.of(
          "BTC", new Listing("45000", 1, "0.0001"),
          "ETH", new Listing("2400", 2, "0.002"),
          "SOL", new Listing("110", 2, "0.06"),
          "ADA", new Listing("0.62", 6, "10"),
          "XRP", new Listing("0.63", 5, "10"),
          "DOT", new Listing("8.4", 4, "0.8"),
          "LTC", new Listing("74", 2, "0.05"),
          "LINK", new Listing("15.4", 5, "0.5"));
  private static final Listing UNKNOWN_LISTING = new Listing("100", 3, "0.01");
  private static final Map<String, Listing> SHARES =
      Map.of(
          "AAPL", new Listing("185.6", 2, "1"),
          "MSFT", new Listing("373.8", 2, "1"),
          "NVDA", new Listing("49.2", 2, "1"),
          "SPY", new Listing("472.1", 2, "1"));
  private static final Listing UNKNOWN_SHARE = new Listing("50", 2, "1");

  private final List<SyntheticInstrument> pairs = new ArrayList<>();
  private final SeededRandom clock;
  private final long total;
  private long made;
  private long nowNs = START_NS;
  private boolean burst;

  /**
   * A new market.
   *
   * @param symbols pairs such as {@code BTC/USD}, US shares such as {@code AAPL}
   * @param seed what everything follows from
   * @param total ticks (quotes and trades) in all
   */
  public SyntheticMarket(List<String> symbols, long seed, long total) {
    this.total = total;
    this.clock = new SeededRandom(seed);
    for (String symbol : symbols) {
      boolean share = symbol.matches("[A-Z]{1,5}");
      int slash = symbol.indexOf('/');
      if (!share && (slash < 1 || slash == symbol.length() - 1)) {
        throw new IllegalArgumentException(
            "symbol '" + symbol + "' is neither BASE/QUOTE nor a share such as AAPL");
      }
      Listing listing =
          share
              ? SHARES.getOrDefault(symbol, UNKNOWN_SHARE)
              : LISTINGS.getOrDefault(symbol.substring(0, slash), UNKNOWN_LISTING);
      Instrument instrument =
          new Instrument(
              symbol, listing.priceDecimals, share ? 0 : 8, FixedPoint.parse(listing.minimum));
      pairs.add(
          new SyntheticInstrument(
              pairs.size(), instrument, FixedPoint.parse(listing.firstPrice), clock.nextLong()));
      if (share) {
        nowNs = UsCalendar.opensFrom(START_NS);
      }
    }
  }

  @Override
  public List<Instrument> instruments() {
    return pairs.stream().map(SyntheticInstrument::instrument).toList();
  }

  @Override
  public long total() {
    return total;
  }

  @Override
  public List<BadRow> badRows() {
    return List.of();
  }

  @Override
  public boolean next(Tick into) {
    if (made == total) {
      return false;
    }
    made++;
    burst = clock.uniform() < (burst ? 1 - BURST_END : BURST_START);
    nowNs += 1 + (long) (clock.exponential() * (burst ? BURST_GAP_NS : QUIET_GAP_NS));
    // the first pair is the busiest, as on a real venue
    int pair = (int) (pairs.size() * StrictMath.pow(clock.uniform(), 1.5));
    SyntheticInstrument next = pairs.get(pair);
    if (next.tradesFrom(nowNs) > nowNs) {
      next = firstToTrade();
      nowNs = Math.max(nowNs, next.tradesFrom(nowNs));
    }
    next.next(into, nowNs);
    return true;
  }

  private SyntheticInstrument firstToTrade() {
    SyntheticInstrument first = pairs.get(0);
    for (SyntheticInstrument one : pairs) {
      if (one.tradesFrom(nowNs) < first.tradesFrom(nowNs)) {
        first = one;
      }
    }
    return first;
  }

  @Override
  public void close() {}
}
