package io.tapedeck.ingest.core;

import io.tapedeck.domain.money.FixedPoint;
import java.util.zip.CRC32;

/**
 * The order book of one instrument to a given depth, with Kraken's checksum: CRC32 over the best
 * ten asks from the lowest up, then the best ten bids from the highest down, each as the digits of
 * price and size as written, without point and leading zeros. Mutated in place; not thread-safe.
 */
public final class OrderBook {
  /** Stands for the price of a side that is empty. */
  public static final long NO_PRICE = Long.MIN_VALUE;

  private static final int CHECKED_LEVELS = 10;
  private static final long[] POWERS = new long[FixedPoint.SCALE + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private final BookSide bids;
  private final BookSide asks;
  private final CRC32 crc = new CRC32();
  private final byte[] digits = new byte[160];

  /** An empty book. */
  public OrderBook(int depth) {
    this.bids = new BookSide(true, depth);
    this.asks = new BookSide(false, depth);
  }

  /** Buyers, highest first. */
  public BookSide bids() {
    return bids;
  }

  /** Sellers, lowest first. */
  public BookSide asks() {
    return asks;
  }

  /** The best bid's raw price, in constant time; {@link #NO_PRICE} if there is no bid. */
  public long bestBid() {
    return bids.count() == 0 ? NO_PRICE : bids.price(0);
  }

  /** The best ask's raw price, in constant time; {@link #NO_PRICE} if there is no ask. */
  public long bestAsk() {
    return asks.count() == 0 ? NO_PRICE : asks.price(0);
  }

  /** Whether buyers bid at least what sellers ask, which no whole book does. */
  public boolean crossed() {
    return bids.count() > 0 && asks.count() > 0 && bids.price(0) >= asks.price(0);
  }

  /** Forgets all levels. */
  public void clear() {
    bids.clear();
    asks.clear();
  }

  /**
   * Sets or, with size zero, deletes a level; several may follow before {@link #truncate}.
   *
   * @param priceScale decimals of the price as the venue wrote it
   * @param sizeScale decimals of the size as the venue wrote it
   */
  public void set(boolean bid, long price, long size, int priceScale, int sizeScale) {
    (bid ? bids : asks).set(price, size, priceScale, sizeScale);
  }

  /** Ends an update. */
  public void truncate() {
    bids.truncate();
    asks.truncate();
  }

  /** CRC32 of the top of the book, 0 to 2^32-1. */
  public long checksum() {
    crc.reset();
    add(asks);
    add(bids);
    return crc.getValue();
  }

  private void add(BookSide side) {
    for (int i = 0; i < Math.min(CHECKED_LEVELS, side.count()); i++) {
      add(side.price(i), side.priceScale(i));
      add(side.size(i), side.sizeScale(i));
    }
  }

  private void add(long raw, int scale) {
    int start = digits.length;
    for (int i = FixedPoint.SCALE; i < scale; i++) {
      digits[--start] = '0';
    }
    for (long rest = raw / POWERS[Math.max(0, FixedPoint.SCALE - scale)]; rest > 0; rest /= 10) {
      digits[--start] = (byte) ('0' + rest % 10);
    }
    crc.update(digits, start, digits.length - start);
  }
}
