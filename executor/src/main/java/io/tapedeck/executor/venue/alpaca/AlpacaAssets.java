package io.tapedeck.executor.venue.alpaca;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Whether Alpaca lets a symbol be traded now; asked again after a minute. Thread-safe. */
final class AlpacaAssets {
  private static final long FRESH_NANOS = Duration.ofMinutes(1).toNanos();

  private record Seen(@Nullable String untradable, long atNanos) {}

  private final AlpacaRest rest;
  private final LongSupplier epochNanos;
  private final Map<String, Seen> seen = new HashMap<>();

  AlpacaAssets(AlpacaRest rest, LongSupplier epochNanos) {
    this.rest = rest;
    this.epochNanos = epochNanos;
  }

  /** Why it may not be traded, or null. */
  synchronized @Nullable String untradable(String symbol) {
    long now = epochNanos.getAsLong();
    Seen last = seen.get(symbol);
    if (last == null || Math.abs(now - last.atNanos) > FRESH_NANOS) {
      last = new Seen(reason(symbol), now);
      seen.put(symbol, last);
    }
    return last.untradable;
  }

  private @Nullable String reason(String symbol) {
    JsonNode asset = rest.find("asset", "/assets/" + AlpacaOrderBook.encode(symbol));
    if (asset == null) {
      return "Alpaca lists no " + symbol;
    }
    boolean tradable =
        asset.path("tradable").asBoolean(false) && asset.path("status").asText().equals("active");
    return tradable
        ? null
        : symbol
            + " is "
            + asset.path("status").asText()
            + ", tradable="
            + asset.path("tradable").asText();
  }
}
