package io.tapedeck.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** A book kept and checksummed from the wire's digits alone, as the documentation describes. */
final class IndependentBook {
  private final Map<BigDecimal, String> bids = new TreeMap<>(Comparator.reverseOrder());
  private final Map<BigDecimal, String> asks = new TreeMap<>();

  void apply(JsonNode data) {
    side(bids, data.path("bids"));
    side(asks, data.path("asks"));
  }

  private static void side(Map<BigDecimal, String> side, JsonNode levels) {
    for (JsonNode level : levels) {
      BigDecimal price = level.get("price").decimalValue();
      BigDecimal size = level.get("qty").decimalValue();
      side.keySet().removeIf(other -> other.compareTo(price) == 0);
      if (size.signum() != 0) {
        side.put(price, digits(price) + digits(size));
      }
    }
  }

  private static String digits(BigDecimal number) {
    return number.unscaledValue().toString();
  }

  String checksumText() {
    StringBuilder text = new StringBuilder();
    asks.values().stream().limit(10).forEach(text::append);
    bids.values().stream().limit(10).forEach(text::append);
    return text.toString();
  }

  long checksum() {
    return crc32(checksumText());
  }

  /** Bit by bit, so that it shares nothing with the JDK's CRC32. */
  static long crc32(String text) {
    int crc = ~0;
    for (byte b : text.getBytes(StandardCharsets.US_ASCII)) {
      crc ^= b & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : 0xEDB88320);
      }
    }
    return ~crc & 0xffffffffL;
  }
}
