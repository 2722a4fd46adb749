package io.tapedeck.signals.core.feature;

import io.tapedeck.domain.money.FixedPoint;
import java.nio.ByteBuffer;

/**
 * Bars of trades and what is computed from them. A time bar closes with the first trade of a later
 * interval, others with the trade that fills them; an interval without trades makes no bar. A trade
 * whose time steps back belongs to the open bar. Bounded, allocates nothing per trade.
 */
public final class BarSeries {
  private static final int CLOSES = 200;
  private static final int RECENT = 21;
  private static final int STATE_DOUBLES = 5 + 9;
  private static final int STATE_LONGS = 5;

  /** Size of the fixed layout. */
  public static final int BYTES = Long.BYTES * (STATE_LONGS + STATE_DOUBLES + CLOSES + 4 * RECENT);

  private static final double UNIT = FixedPoint.ONE;

  private final BarSpec spec;

  // the number of the last trade among the instrument's, to know a series that missed some
  private long trades;
  private long clockNanos = Long.MIN_VALUE;

  // the open bar
  private long interval;
  private long openTrades;
  private double high;
  private double low;
  private double close;
  private double volume;
  private double turnover;

  // of closed bars
  private long bars;
  private double fastMean;
  private double slowMean;
  private double signalMean;
  private double mean20;
  private double gain;
  private double loss;
  private double trueRange;
  private double balance;
  private double closeBefore;
  private final double[] closes = new double[CLOSES];
  private final double[] highs = new double[RECENT];
  private final double[] lows = new double[RECENT];
  private final double[] volumes = new double[RECENT];
  private final double[] turnovers = new double[RECENT];

  private final Indicators indicators = new Indicators(this);
  private boolean changed;

  BarSeries(BarSpec spec) {
    this.spec = spec;
  }

  /** What fills a bar. */
  public BarSpec spec() {
    return spec;
  }

  void onTrade(long number, long eventNanos, long rawPrice, long rawSize) {
    changed = true;
    trades = number;
    clockNanos = Math.max(clockNanos, eventNanos);
    if (spec.kind() == BarSpec.Kind.TIME) {
      long now = Math.floorDiv(clockNanos, spec.size());
      if (openTrades > 0 && now != interval) {
        closeBar();
      }
      interval = now;
    }
    double price = rawPrice / UNIT;
    double size = rawSize / UNIT;
    high = openTrades == 0 ? price : Math.max(high, price);
    low = openTrades == 0 ? price : Math.min(low, price);
    close = price;
    volume += size;
    turnover += price * size;
    openTrades++;
    if (isFull()) {
      closeBar();
    }
  }

  private boolean isFull() {
    return spec.kind() == BarSpec.Kind.TICKS && openTrades >= spec.size()
        || spec.kind() == BarSpec.Kind.VOLUME && volume * UNIT >= spec.size();
  }

  private void closeBar() {
    boolean first = bars == 0;
    double change = first ? 0 : close - closeBefore;
    double range = high - low;
    if (!first) {
      range = Math.max(range, Math.max(Math.abs(high - closeBefore), Math.abs(closeBefore - low)));
    }
    fastMean = mean(fastMean, close, 2.0 / 13, first);
    slowMean = mean(slowMean, close, 2.0 / 27, first);
    signalMean = mean(signalMean, fastMean - slowMean, 2.0 / 10, first);
    mean20 = mean(mean20, close, 2.0 / 21, first);
    gain = mean(gain, Math.max(0, change), 1.0 / 14, first);
    loss = mean(loss, Math.max(0, -change), 1.0 / 14, first);
    trueRange = mean(trueRange, range, 1.0 / 14, first);
    balance += Math.signum(change) * volume;
    closeBefore = close;
    closes[(int) (bars % CLOSES)] = close;
    int recent = (int) (bars % RECENT);
    highs[recent] = high;
    lows[recent] = low;
    volumes[recent] = volume;
    turnovers[recent] = turnover;
    bars++;
    openTrades = 0;
    volume = 0;
    turnover = 0;
    indicators.update();
  }

  private static double mean(double before, double value, double weight, boolean first) {
    return first ? value : before + (value - before) * weight;
  }

  double value(BarFeature feature) {
    return indicators.value(feature);
  }

  boolean warm(BarFeature feature) {
    return bars >= feature.warmUpBars();
  }

  long bars() {
    return bars;
  }

  /** The number of the last trade seen, among the instrument's. */
  long trades() {
    return trades;
  }

  /** A close, 0 bars ago being the last closed bar. */
  double closeAgo(int ago) {
    return closes[(int) ((bars - 1 - ago) % CLOSES)];
  }

  /** The ring of closes itself: it is gone through at every bar. */
  double[] closes() {
    return closes;
  }

  /** Where in the ring the last closed bar is. */
  int newestClose() {
    return (int) ((bars - 1) % CLOSES);
  }

  double highAgo(int ago) {
    return highs[recent(ago)];
  }

  double lowAgo(int ago) {
    return lows[recent(ago)];
  }

  double volumeAgo(int ago) {
    return volumes[recent(ago)];
  }

  double turnoverAgo(int ago) {
    return turnovers[recent(ago)];
  }

  private int recent(int ago) {
    return (int) ((bars - 1 - ago) % RECENT);
  }

  double macd() {
    return fastMean - slowMean;
  }

  double macdSignal() {
    return signalMean;
  }

  double mean20() {
    return mean20;
  }

  double gain() {
    return gain;
  }

  double loss() {
    return loss;
  }

  double trueRange() {
    return trueRange;
  }

  double balance() {
    return balance;
  }

  /** True once after each change. */
  public boolean takeChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }

  /** Writes the fixed layout. */
  public void write(ByteBuffer out) {
    out.putLong(trades).putLong(clockNanos).putLong(interval).putLong(openTrades).putLong(bars);
    out.putDouble(high).putDouble(low).putDouble(close).putDouble(volume).putDouble(turnover);
    out.putDouble(fastMean).putDouble(slowMean).putDouble(signalMean).putDouble(mean20);
    out.putDouble(gain).putDouble(loss).putDouble(trueRange).putDouble(balance);
    out.putDouble(closeBefore);
    write(out, closes);
    write(out, highs);
    write(out, lows);
    write(out, volumes);
    write(out, turnovers);
  }

  /** Continues from a layout that {@link #write} wrote. */
  public void read(ByteBuffer in) {
    trades = in.getLong();
    clockNanos = in.getLong();
    interval = in.getLong();
    openTrades = in.getLong();
    bars = in.getLong();
    high = in.getDouble();
    low = in.getDouble();
    close = in.getDouble();
    volume = in.getDouble();
    turnover = in.getDouble();
    fastMean = in.getDouble();
    slowMean = in.getDouble();
    signalMean = in.getDouble();
    mean20 = in.getDouble();
    gain = in.getDouble();
    loss = in.getDouble();
    trueRange = in.getDouble();
    balance = in.getDouble();
    closeBefore = in.getDouble();
    read(in, closes);
    read(in, highs);
    read(in, lows);
    read(in, volumes);
    read(in, turnovers);
    if (bars > 0) {
      indicators.update();
    }
  }

  private static void write(ByteBuffer out, double[] values) {
    for (double value : values) {
      out.putDouble(value);
    }
  }

  private static void read(ByteBuffer in, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = in.getDouble();
    }
  }
}
