package io.tapedeck.simulator.market;

/** One side of a book, best level first. Mutable, not synchronised; raw scale 9. */
public final class Levels {
  private final long[] prices = new long[Tick.DEPTH];
  private final long[] sizes = new long[Tick.DEPTH];
  private int count;

  /** Number of levels. */
  public int count() {
    return count;
  }

  /** Price of a level. */
  public long price(int level) {
    return prices[level];
  }

  /** Size of a level. */
  public long size(int level) {
    return sizes[level];
  }

  /** Forgets every level. */
  public void clear() {
    count = 0;
  }

  /** Appends the next worse level; a level without size is left out. */
  public void add(long price, long size) {
    if (size > 0) {
      prices[count] = price;
      sizes[count++] = size;
    }
  }

  /** Becomes equal to another side. */
  public void copyFrom(Levels other) {
    count = other.count;
    System.arraycopy(other.prices, 0, prices, 0, count);
    System.arraycopy(other.sizes, 0, sizes, 0, count);
  }

  /** Takes size away from a level, which stays listed with what is left, zero included. */
  public void consume(int level, long size) {
    sizes[level] = Math.subtractExact(sizes[level], size);
  }
}
