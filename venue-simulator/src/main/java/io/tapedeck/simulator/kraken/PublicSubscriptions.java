package io.tapedeck.simulator.kraken;

import io.tapedeck.simulator.market.Market;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What public channels one connection has subscribed, by pair. Guarded by the feed's lock. */
final class PublicSubscriptions {
  /** The public channels that stream ticks. */
  enum Channel {
    TICKER,
    TRADE,
    BOOK;

    static @Nullable Channel of(String name) {
      for (Channel channel : values()) {
        if (channel.wireName().equals(name)) {
          return channel;
        }
      }
      return null;
    }

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Channel, boolean[]> subscribed = new EnumMap<>(Channel.class);
  private final boolean[] ticker;
  private final boolean[] tickerOnTrades;
  private boolean instruments;
  private volatile int count;
  private volatile long lastChangeNanos = System.nanoTime();

  PublicSubscriptions(int pairs) {
    for (Channel channel : Channel.values()) {
      subscribed.put(channel, new boolean[pairs]);
    }
    ticker = pairs(Channel.TICKER);
    tickerOnTrades = new boolean[pairs];
  }

  private boolean[] pairs(Channel channel) {
    return Objects.requireNonNull(subscribed.get(channel));
  }

  boolean has(Channel channel, int pair) {
    return pairs(channel)[pair];
  }

  boolean has(Channel channel) {
    for (boolean pair : pairs(channel)) {
      if (pair) {
        return true;
      }
    }
    return false;
  }

  /** Ticker subscribers choose: a message per trade, or per change of the best bid and offer. */
  boolean tickerOn(int pair, boolean trade) {
    return ticker[pair] && tickerOnTrades[pair] == trade;
  }

  void tickerTrigger(int pair, boolean onTrades) {
    tickerOnTrades[pair] = onTrades;
  }

  boolean change(Channel channel, int pair, boolean on) {
    boolean changed = pairs(channel)[pair] != on;
    pairs(channel)[pair] = on;
    return changed && noted(on);
  }

  boolean changeInstruments(boolean on) {
    boolean changed = instruments != on;
    instruments = on;
    return changed && noted(on);
  }

  private synchronized boolean noted(boolean on) {
    count += on ? 1 : -1;
    lastChangeNanos = System.nanoTime();
    return true;
  }

  boolean any() {
    return count > 0;
  }

  long lastChangeNanos() {
    return lastChangeNanos;
  }

  String describe(Market market) {
    StringJoiner all = new StringJoiner(" ");
    for (Channel channel : Channel.values()) {
      for (int i = 0; i < market.size(); i++) {
        if (has(channel, i)) {
          all.add(channel.wireName() + ":" + market.pair(i).instrument().symbol());
        }
      }
    }
    return all.toString();
  }
}
