package io.tapedeck.simulator.exchange;

/**
 * Ids in Kraken's form ({@code OXXXXX-XXXXX-XXXXXX}), each a one-to-one function of a counter, so
 * that a ledger and its counters give the same ids again.
 */
final class VenueIds {
  private static final char[] ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".toCharArray();
  private static final int LENGTH = 16;

  private VenueIds() {}

  static String order(long counter) {
    return id('O', counter);
  }

  static String execution(long counter) {
    return id('T', counter);
  }

  static String amendment(long counter) {
    return id('A', counter);
  }

  private static String id(char prefix, long counter) {
    char[] letters = new char[LENGTH];
    // 13 letters hold the 64 mixed bits, so different counters give different ids
    long mixed = mix(counter * 31 + prefix);
    for (int i = 0; i < 13; i++) {
      letters[i] = ALPHABET[(int) Long.remainderUnsigned(mixed, 36)];
      mixed = Long.divideUnsigned(mixed, 36);
    }
    long more = mix(mix(counter) + prefix);
    for (int i = 13; i < LENGTH; i++) {
      letters[i] = ALPHABET[(int) Long.remainderUnsigned(more, 36)];
      more = Long.divideUnsigned(more, 36);
    }
    String text = new String(letters);
    return prefix + text.substring(0, 5) + "-" + text.substring(5, 10) + "-" + text.substring(10);
  }

  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
