package io.tapedeck.simulator.market;

/**
 * What the venue shows of one pair at this moment: its book and the statistics of the session.
 *
 * <p>Guarded by the market's lock (the exchange), except for the player's own reads. Raw scale 9.
 */
public final class PublishedMarket {
  private final Instrument instrument;
  private final Levels bids = new Levels();
  private final Levels asks = new Levels();
  private boolean quoted;
  private boolean halted;
  private long lastPrice;
  private long lastSize;
  private long volume;
  private double turnover;
  private long trades;
  private long low;
  private long high;
  private long open;
  private long eventNs;
  private long statisticsVersion;

  PublishedMarket(Instrument instrument) {
    this.instrument = instrument;
  }

  void apply(Tick tick) {
    eventNs = tick.eventNs;
    if (tick.kind == Tick.Kind.QUOTE) {
      bids.copyFrom(tick.bids);
      asks.copyFrom(tick.asks);
      quoted = true;
      return;
    }
    if (tick.kind == Tick.Kind.NOTICE) {
      if (tick.notice() instanceof Notice.Status status) {
        halted = status.halted();
      }
      return;
    }
    lastPrice = tick.price;
    lastSize = tick.size;
    volume = Math.addExact(volume, tick.size);
    turnover += (double) tick.price * tick.size / 1e9;
    if (trades++ == 0) {
      open = tick.price;
      low = tick.price;
      high = tick.price;
    }
    low = Math.min(low, tick.price);
    high = Math.max(high, tick.price);
    statisticsVersion++;
  }

  /** The pair. */
  public Instrument instrument() {
    return instrument;
  }

  /** Buyers' side as last shown. */
  public Levels bids() {
    return bids;
  }

  /** Sellers' side as last shown. */
  public Levels asks() {
    return asks;
  }

  /** True once a quote was shown. */
  public boolean quoted() {
    return quoted;
  }

  /** True while trading in it is halted. */
  public boolean halted() {
    return halted;
  }

  /** Price of the last trade, 0 before the first. */
  public long lastPrice() {
    return lastPrice;
  }

  /** Size of the last trade. */
  public long lastSize() {
    return lastSize;
  }

  /** Traded volume of the session. */
  public long volume() {
    return volume;
  }

  /** Number of trades of the session. */
  public long trades() {
    return trades;
  }

  /** Volume-weighted average price of the session, rounded; a report figure. */
  public long averagePrice() {
    return volume == 0 ? 0 : (long) (turnover / volume * 1e9);
  }

  /** Lowest trade. */
  public long low() {
    return low;
  }

  /** Highest trade. */
  public long high() {
    return high;
  }

  /** First trade. */
  public long open() {
    return open;
  }

  /** Time of the last tick, nanoseconds since the epoch. */
  public long eventNs() {
    return eventNs;
  }

  /** Grows with every trade: what {@link #lastPrice} to {@link #open} say depends on it alone. */
  public long statisticsVersion() {
    return statisticsVersion;
  }
}
