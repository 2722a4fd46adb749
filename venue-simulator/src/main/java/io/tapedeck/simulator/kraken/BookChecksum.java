package io.tapedeck.simulator.kraken;

import io.tapedeck.simulator.market.Levels;
import io.tapedeck.simulator.wire.JsonBytes;
import java.util.zip.CRC32;

/**
 * CRC32 of the top ten levels: asks from the lowest up, then bids from the highest down, each as
 * the digits of price and size at the pair's decimals without point and leading zeros.
 */
final class BookChecksum {
  private static final int LEVELS = 10;

  private final JsonBytes digits = new JsonBytes();
  private final CRC32 crc = new CRC32();

  long of(Levels asks, Levels bids, int priceDecimals, int quantityDecimals) {
    digits.clear();
    side(asks, priceDecimals, quantityDecimals);
    side(bids, priceDecimals, quantityDecimals);
    crc.reset();
    crc.update(digits.array(), 0, digits.length());
    return crc.getValue();
  }

  private void side(Levels levels, int priceDecimals, int quantityDecimals) {
    for (int i = 0; i < Math.min(LEVELS, levels.count()); i++) {
      digits.checksumDigits(levels.price(i), priceDecimals);
      digits.checksumDigits(levels.size(i), quantityDecimals);
    }
  }
}
