package io.tapedeck.ingest.core;

import java.util.Arrays;

/** One side of a book, best level first. Prices and sizes are raw scale-9 values. */
public final class BookSide {
  private final boolean highestFirst;
  private final int depth;
  private long[] prices = new long[16];
  private long[] sizes = new long[16];
  private int[] priceScales = new int[16];
  private int[] sizeScales = new int[16];
  private int count;

  BookSide(boolean highestFirst, int depth) {
    this.highestFirst = highestFirst;
    this.depth = depth;
  }

  void clear() {
    count = 0;
  }

  /** Number of levels. */
  public int count() {
    return count;
  }

  /** Price of a level, 0 is the best. */
  public long price(int level) {
    return prices[level];
  }

  /** Size of a level. */
  public long size(int level) {
    return sizes[level];
  }

  int priceScale(int level) {
    return priceScales[level];
  }

  int sizeScale(int level) {
    return sizeScales[level];
  }

  /** Sets or, with size zero, deletes a level. The scales are the decimals as the venue wrote. */
  void set(long price, long size, int priceScale, int sizeScale) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      boolean before = highestFirst ? prices[middle] > price : prices[middle] < price;
      if (before) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    boolean present = low < count && prices[low] == price;
    if (size == 0) {
      if (present) {
        shift(low + 1, low);
        count--;
      }
      return;
    }
    if (!present) {
      grow();
      shift(low, low + 1);
      count++;
    }
    prices[low] = price;
    sizes[low] = size;
    priceScales[low] = priceScale;
    sizeScales[low] = sizeScale;
  }

  /** Forgets what is beyond the depth subscribed: the venue does not say when that changes. */
  void truncate() {
    count = Math.min(count, depth);
  }

  private void shift(int from, int to) {
    System.arraycopy(prices, from, prices, to, count - from);
    System.arraycopy(sizes, from, sizes, to, count - from);
    System.arraycopy(priceScales, from, priceScales, to, count - from);
    System.arraycopy(sizeScales, from, sizeScales, to, count - from);
  }

  private void grow() {
    if (count == prices.length) {
      int length = count * 2;
      prices = Arrays.copyOf(prices, length);
      sizes = Arrays.copyOf(sizes, length);
      priceScales = Arrays.copyOf(priceScales, length);
      sizeScales = Arrays.copyOf(sizeScales, length);
    }
  }
}
