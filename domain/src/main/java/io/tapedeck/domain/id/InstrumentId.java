package io.tapedeck.domain.id;

/**
 * An instrument at a venue; also the key of its records: {@code KRAKEN:BTC/USDT}.
 *
 * @param value {@code VENUE:SYMBOL}
 */
public record InstrumentId(String value) implements Comparable<InstrumentId> {
  public InstrumentId {
    int colon = value.indexOf(':');
    if (colon <= 0 || colon == value.length() - 1) {
      throw new IllegalArgumentException("not VENUE:SYMBOL: '" + value + "'");
    }
  }

  /** Of a venue and its symbol. */
  public static InstrumentId of(String venue, String symbol) {
    return new InstrumentId(venue + ":" + symbol);
  }

  /** The venue's name, upper case. */
  public String venue() {
    return value.substring(0, value.indexOf(':'));
  }

  /** The symbol as the venue writes it. */
  public String symbol() {
    return value.substring(value.indexOf(':') + 1);
  }

  @Override
  public int compareTo(InstrumentId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
