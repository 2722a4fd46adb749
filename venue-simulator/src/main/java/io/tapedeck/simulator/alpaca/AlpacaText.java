package io.tapedeck.simulator.alpaca;

import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.simulator.wire.JsonBytes;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Numbers and times as Alpaca's REST writes them. */
final class AlpacaText {
  private AlpacaText() {}

  /** No trailing zeros, never an exponent. */
  static BigDecimal number(long raw) {
    BigDecimal number = FixedPoint.toDecimal(raw).stripTrailingZeros();
    return number.scale() < 0 ? number.setScale(0) : number;
  }

  static String time(long epochNs) {
    return new String(new JsonBytes().time(epochNs).copy(), StandardCharsets.US_ASCII);
  }
}
