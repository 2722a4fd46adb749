package io.tapedeck.ingest.core;

import java.util.Arrays;

/**
 * Which trades of one instrument were seen lately, so that one that comes again is known. Holds a
 * bounded number of keys in a ring, and finds them by open addressing. Allocates nothing once made.
 * Not thread-safe.
 *
 * <p>Where the venue numbers an instrument's trades in sequence, what is at or below the highest
 * key that was forgotten counts as seen: it is older than all that is remembered.
 */
public final class RecentTrades {
  private static final long FREE = Long.MIN_VALUE;

  private final boolean sequential;
  private final long[] ring;
  private final long[] slots;
  private int next;
  private long floor = Long.MIN_VALUE;

  /**
   * Remembers nothing yet.
   *
   * @param sequential whether keys are numbers in the venue's sequence
   * @param capacity how many are remembered, a power of two
   */
  public RecentTrades(boolean sequential, int capacity) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("not a power of two: " + capacity);
    }
    this.sequential = sequential;
    this.ring = new long[capacity];
    this.slots = new long[capacity * 2];
    Arrays.fill(ring, FREE);
    Arrays.fill(slots, FREE);
  }

  /**
   * A key for trades whose ids alone do not tell them apart, as where each exchange counts its own:
   * the same id, time, price and size is the same trade.
   */
  public static long keyOf(long id, long eventNanos, long price, long size) {
    long hash = id * 0x9E3779B97F4A7C15L;
    hash = (hash ^ hash >>> 32 ^ eventNanos) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ hash >>> 29 ^ price) * 0x94D049BB133111EBL;
    hash = (hash ^ hash >>> 31 ^ size) * 0x9E3779B97F4A7C15L;
    return hash == FREE ? 0 : hash;
  }

  /** Remembers a trade; false if it was seen before. */
  public boolean isNew(long key) {
    if (sequential && key <= floor || slots[slot(key)] == key) {
      return false;
    }
    long forgotten = ring[next];
    if (forgotten != FREE) {
      remove(forgotten);
      floor = Math.max(floor, forgotten);
    }
    ring[next] = key;
    next = next + 1 & ring.length - 1;
    slots[slot(key)] = key;
    return true;
  }

  /** What is at or below this number counts as seen, where numbers are in sequence. */
  public void seenUpTo(long number) {
    floor = Math.max(floor, number);
  }

  /** The place of a key, or the free place where it would be. */
  private int slot(long key) {
    int at = home(key);
    while (slots[at] != FREE && slots[at] != key) {
      at = at + 1 & slots.length - 1;
    }
    return at;
  }

  private int home(long key) {
    long hash = key * 0x9E3779B97F4A7C15L;
    return (int) (hash >>> 32) & slots.length - 1;
  }

  /** Frees a place, and moves those after it that would no longer be found. */
  private void remove(long key) {
    int hole = slot(key);
    slots[hole] = FREE;
    for (int at = hole + 1 & slots.length - 1; slots[at] != FREE; at = at + 1 & slots.length - 1) {
      int home = home(slots[at]);
      boolean between = hole <= at ? hole < home && home <= at : hole < home || home <= at;
      if (!between) {
        slots[hole] = slots[at];
        slots[at] = FREE;
        hole = at;
      }
    }
  }
}
