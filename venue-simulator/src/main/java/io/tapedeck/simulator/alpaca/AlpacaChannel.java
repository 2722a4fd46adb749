package io.tapedeck.simulator.alpaca;

import io.tapedeck.simulator.alpaca.AlpacaStream.Feed;
import org.jspecify.annotations.Nullable;

/** What can be subscribed; the order is that of the acknowledgement. */
enum AlpacaChannel {
  TRADES("trades", true, true),
  QUOTES("quotes", true, true),
  ORDERBOOKS("orderbooks", false, true),
  BARS("bars", true, true),
  UPDATED_BARS("updatedBars", true, true),
  DAILY_BARS("dailyBars", true, true),
  STATUSES("statuses", true, false),
  LULDS("lulds", true, false),
  CORRECTIONS("corrections", true, false),
  CANCEL_ERRORS("cancelErrors", true, false);

  private final String wireName;
  private final boolean shares;
  private final boolean crypto;

  AlpacaChannel(String wireName, boolean shares, boolean crypto) {
    this.wireName = wireName;
    this.shares = shares;
    this.crypto = crypto;
  }

  String wireName() {
    return wireName;
  }

  boolean of(Feed kind) {
    return kind == Feed.SHARES ? shares : crypto;
  }

  static @Nullable AlpacaChannel of(String wireName) {
    for (AlpacaChannel channel : values()) {
      if (channel.wireName.equals(wireName)) {
        return channel;
      }
    }
    return null;
  }
}
