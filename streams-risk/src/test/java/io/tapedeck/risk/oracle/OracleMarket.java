package io.tapedeck.risk.oracle;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.Mark;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Marks, the bars that they make, and the closes of days. */
final class OracleMarket {
  private static final int BARS = 15;
  private static final int RANGES = 14;
  private static final int CLOSES = 31;
  private static final int LEAST_RETURNS = 3;
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  /** One minute. */
  private static final class Bar {
    final long minute;
    BigDecimal high;
    BigDecimal low;
    BigDecimal close;

    Bar(long minute, BigDecimal first) {
      this.minute = minute;
      high = first;
      low = first;
      close = first;
    }

    void add(BigDecimal price) {
      high = high.max(price);
      low = low.min(price);
      close = price;
    }
  }

  private final Map<InstrumentId, Mark> marks = new HashMap<>();
  private final Map<InstrumentId, List<Bar>> bars = new HashMap<>();
  private final Map<InstrumentId, TreeMap<Long, BigDecimal>> closes = new HashMap<>();

  void mark(Mark mark) {
    marks.put(mark.instrument(), mark);
    BigDecimal price = price(mark.instrument());
    if (price == null) {
      return;
    }
    long minute = Math.floorDiv(mark.eventNanos(), 60_000_000_000L);
    List<Bar> list = bars.computeIfAbsent(mark.instrument(), i -> new ArrayList<>());
    if (!list.isEmpty() && list.get(list.size() - 1).minute >= minute) {
      list.get(list.size() - 1).add(price);
      return;
    }
    list.add(new Bar(minute, price));
    if (list.size() > BARS + 1) {
      list.remove(0);
    }
  }

  /** The latest mark, null if there is none. */
  Mark of(InstrumentId instrument) {
    return marks.get(instrument);
  }

  /** Its price, null if there is none: the middle of bid and ask, else the last trade. */
  BigDecimal price(InstrumentId instrument) {
    Mark mark = marks.get(instrument);
    if (mark == null) {
      return null;
    }
    if (mark.bid() != null && mark.ask() != null) {
      return BigDecimal.valueOf(mark.bid().raw(), 9)
          .add(BigDecimal.valueOf(mark.ask().raw(), 9))
          .divide(BigDecimal.valueOf(2), 9, RoundingMode.HALF_EVEN);
    }
    return mark.last() == null ? null : BigDecimal.valueOf(mark.last().raw(), 9);
  }

  /** Bars that a later one has completed. */
  private List<Bar> complete(InstrumentId instrument) {
    List<Bar> list = bars.getOrDefault(instrument, List.of());
    return list.subList(0, Math.max(0, list.size() - 1));
  }

  /** The rolling reference; null before the first whole bar. */
  BigDecimal reference(InstrumentId instrument) {
    List<Bar> whole = complete(instrument);
    if (whole.isEmpty()) {
      return null;
    }
    BigDecimal sum = whole.stream().map(b -> b.close).reduce(BigDecimal.ZERO, BigDecimal::add);
    return sum.divide(BigDecimal.valueOf(whole.size()), 9, RoundingMode.DOWN);
  }

  /** The average true range in percent of the last close; null before 15 whole bars. */
  BigDecimal rangePercent(InstrumentId instrument) {
    List<Bar> whole = complete(instrument);
    if (whole.size() < BARS) {
      return null;
    }
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 1; i < whole.size(); i++) {
      Bar bar = whole.get(i);
      BigDecimal before = whole.get(i - 1).close;
      sum =
          sum.add(
              bar.high
                  .subtract(bar.low)
                  .max(bar.high.subtract(before).abs())
                  .max(bar.low.subtract(before).abs()));
    }
    BigDecimal mean = sum.divide(BigDecimal.valueOf(RANGES), 9, RoundingMode.DOWN);
    return RiskOracle.percent(mean, whole.get(whole.size() - 1).close);
  }

  /** Every mark's price becomes the close of a day. */
  void close(long day) {
    for (InstrumentId instrument : marks.keySet()) {
      BigDecimal price = price(instrument);
      if (price != null) {
        closes.computeIfAbsent(instrument, i -> new TreeMap<>()).put(day, price);
      }
    }
  }

  /** Pearson's correlation of daily returns, null if it is not known. */
  BigDecimal correlation(InstrumentId one, InstrumentId other, int lookback) {
    NavigableMap<Long, BigDecimal> a = kept(one);
    NavigableMap<Long, BigDecimal> b = kept(other);
    List<BigDecimal> xs = new ArrayList<>();
    List<BigDecimal> ys = new ArrayList<>();
    for (Long day : a.descendingKeySet()) {
      Long before = a.lowerKey(day);
      if (before != null
          && xs.size() < lookback
          && b.containsKey(day)
          && before.equals(b.lowerKey(day))) {
        xs.add(change(a.get(before), a.get(day)));
        ys.add(change(b.get(before), b.get(day)));
      }
    }
    return xs.size() < LEAST_RETURNS ? null : pearson(xs, ys);
  }

  /** The closes of an instrument that count, by day. */
  private NavigableMap<Long, BigDecimal> kept(InstrumentId instrument) {
    TreeMap<Long, BigDecimal> all = closes.getOrDefault(instrument, new TreeMap<>());
    while (all.size() > CLOSES) {
      all.pollFirstEntry();
    }
    return all;
  }

  private static BigDecimal change(BigDecimal from, BigDecimal to) {
    return to.subtract(from).multiply(MILLION).divide(from, 0, RoundingMode.DOWN);
  }

  private static BigDecimal pearson(List<BigDecimal> xs, List<BigDecimal> ys) {
    BigDecimal n = BigDecimal.valueOf(xs.size());
    BigDecimal x = BigDecimal.ZERO;
    BigDecimal y = BigDecimal.ZERO;
    BigDecimal xx = BigDecimal.ZERO;
    BigDecimal yy = BigDecimal.ZERO;
    BigDecimal xy = BigDecimal.ZERO;
    for (int i = 0; i < xs.size(); i++) {
      x = x.add(xs.get(i));
      y = y.add(ys.get(i));
      xx = xx.add(xs.get(i).pow(2));
      yy = yy.add(ys.get(i).pow(2));
      xy = xy.add(xs.get(i).multiply(ys.get(i)));
    }
    BigDecimal spread =
        n.multiply(xx).subtract(x.pow(2)).multiply(n.multiply(yy).subtract(y.pow(2)));
    if (spread.signum() <= 0) {
      return null;
    }
    return n.multiply(xy)
        .subtract(x.multiply(y))
        .divide(spread.sqrt(MathContext.DECIMAL128), MathContext.DECIMAL128);
  }
}
