package io.tapedeck.simulator.market;

/**
 * One tradable pair, or share, as the venue lists it.
 *
 * @param symbol the venue's name, such as {@code BTC/USD} or {@code AAPL}
 * @param priceDecimals decimal places of a price on the wire and in the book checksum
 * @param quantityDecimals decimal places of a size on the wire and in the book checksum
 * @param minimumQuantity the smallest order, raw scale 9
 */
public record Instrument(
    String symbol, int priceDecimals, int quantityDecimals, long minimumQuantity) {

  /** True for a US share such as AAPL, false for a pair such as BTC/USD. */
  public boolean equity() {
    return symbol.indexOf('/') < 0;
  }

  /** What is bought and sold. */
  public String base() {
    return equity() ? symbol : symbol.substring(0, symbol.indexOf('/'));
  }

  /** What it is paid with. */
  public String quote() {
    return equity() ? "USD" : symbol.substring(symbol.indexOf('/') + 1);
  }

  /** The smallest price step, raw scale 9. */
  public long priceStep() {
    return step(priceDecimals);
  }

  /** The smallest size step, raw scale 9. */
  public long quantityStep() {
    return step(quantityDecimals);
  }

  private static long step(int decimals) {
    long step = 1;
    for (int i = decimals; i < 9; i++) {
      step *= 10;
    }
    return step;
  }
}
