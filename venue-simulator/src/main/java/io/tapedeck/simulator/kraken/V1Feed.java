package io.tapedeck.simulator.kraken;

import io.tapedeck.simulator.kraken.KrakenV1.Subscription;
import io.tapedeck.simulator.kraken.KrakenV1.V1Connection;
import io.tapedeck.simulator.market.Audience;
import io.tapedeck.simulator.market.Bar;
import io.tapedeck.simulator.market.Market;
import io.tapedeck.simulator.market.MarketBoard;
import io.tapedeck.simulator.market.MarketHistory.Print;
import io.tapedeck.simulator.market.PublishedMarket;
import io.tapedeck.simulator.market.Tick;
import io.tapedeck.simulator.wire.JsonBytes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Turns ticks into the array frames of WebSocket v1. */
public final class V1Feed implements Audience {
  private static final int SNAPSHOT_TRADES = 50;

  private final MarketBoard board;
  private final Market market;
  private final List<String> channelsNeeded;
  private final long settleNanos;
  private final V1Messages[] messages;
  private final List<V1Connection> connections = new CopyOnWriteArrayList<>();
  private final JsonBytes out = new JsonBytes();

  /**
   * A feed of this market.
   *
   * @param channelsNeeded what a connection must have subscribed to be ready; a spread is as good
   *     as a ticker
   * @param settleNanos how long its subscriptions must have been unchanged
   */
  public V1Feed(MarketBoard board, List<String> channelsNeeded, long settleNanos) {
    this.board = board;
    this.market = board.market();
    this.channelsNeeded = List.copyOf(channelsNeeded);
    this.settleNanos = settleNanos;
    this.messages = new V1Messages[market.size()];
    for (int i = 0; i < messages.length; i++) {
      messages[i] = new V1Messages(market.pair(i).instrument());
    }
  }

  Market market() {
    return market;
  }

  String symbol(int pair) {
    return KrakenNames.socketV1(market.pair(pair).instrument());
  }

  void connected(V1Connection connection) {
    connections.add(connection);
  }

  void disconnected(V1Connection connection) {
    connections.remove(connection);
  }

  List<V1Connection> connections() {
    return connections;
  }

  @Override
  public boolean full() {
    return connections.stream().anyMatch(V1Connection::full);
  }

  @Override
  public int readyConnections(long nowNanos) {
    int ready = 0;
    for (V1Connection connection : connections) {
      boolean settled = nowNanos - connection.lastChangeNanos() >= settleNanos;
      if (settled && connection.open() && !connection.subscriptions().isEmpty()) {
        ready += channelsNeeded.stream().allMatch(name -> has(connection, name)) ? 1 : 0;
      }
    }
    return ready;
  }

  private static boolean has(V1Connection connection, String name) {
    for (Subscription one : connection.subscriptions()) {
      String has = one.channel().name();
      if (has.equals(name) || (name.equals("ticker") && has.equals("spread"))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean onTick(Tick tick) {
    int pair = tick.instrument();
    if (connections.isEmpty()) {
      messages[pair].inStep(market.pair(pair));
      return false;
    }
    boolean quote = tick.kind() == Tick.Kind.QUOTE;
    boolean trade = tick.kind() == Tick.Kind.TRADE;
    boolean sent = false;
    for (V1Connection connection : connections) {
      for (Subscription one : connection.subscriptions()) {
        if (one.pair() == pair && write(one, tick, quote, trade)) {
          connection.add(out);
          sent = true;
        }
      }
    }
    messages[pair].inStep(market.pair(pair));
    return sent;
  }

  private boolean write(Subscription one, Tick tick, boolean quote, boolean trade) {
    PublishedMarket shown = market.pair(one.pair());
    V1Messages of = messages[one.pair()];
    int id = one.channel().id(one.pair());
    switch (one.channel().name()) {
      case "ticker" -> {
        if (trade || quote) {
          of.ticker(out, id, shown);
          return true;
        }
      }
      case "spread" -> {
        if (quote) {
          of.spread(out, id, shown);
          return true;
        }
      }
      case "trade" -> {
        if (trade) {
          Print print =
              new Print(
                  tick.eventNs(),
                  tick.price(),
                  tick.size(),
                  tick.aggressor() == Tick.Aggressor.BUY,
                  tick.tradeId());
          of.trades(out, id, List.of(print));
          return true;
        }
      }
      case "book" -> {
        return quote && of.bookUpdate(out, id, one.channel(), shown);
      }
      case "ohlc" -> {
        @Nullable Bar bar = trade ? last(one) : null;
        if (bar != null) {
          of.ohlc(out, id, one.channel(), bar, tick.eventNs());
          return true;
        }
      }
      default -> throw new IllegalStateException("no such channel: " + one.channel());
    }
    return false;
  }

  private @Nullable Bar last(Subscription one) {
    List<Bar> bars = board.history().bars(one.pair(), one.channel().parameter());
    return bars.isEmpty() ? null : bars.get(bars.size() - 1);
  }

  @Override
  public void onPause() {
    connections.forEach(V1Connection::flush);
  }

  /** Subscribes, acknowledges and sends the snapshot, with no tick between. */
  void subscribe(V1Connection connection, Subscription wanted, Runnable acknowledge) {
    board.still(
        () -> {
          connection.subscribe(wanted);
          acknowledge.run();
          if (snapshot(wanted)) {
            connection.add(out);
            connection.flush();
          }
          return true;
        });
  }

  private boolean snapshot(Subscription wanted) {
    PublishedMarket shown = market.pair(wanted.pair());
    V1Messages of = messages[wanted.pair()];
    int id = wanted.channel().id(wanted.pair());
    switch (wanted.channel().name()) {
      case "book" -> of.bookSnapshot(out, id, wanted.channel(), shown.eventNs());
      case "trade" -> {
        List<Print> prints = board.history().prints(wanted.pair());
        if (prints.isEmpty()) {
          return false;
        }
        of.trades(
            out, id, prints.subList(Math.max(0, prints.size() - SNAPSHOT_TRADES), prints.size()));
      }
      case "ohlc" -> {
        Bar bar = last(wanted);
        if (bar == null) {
          return false;
        }
        of.ohlc(out, id, wanted.channel(), bar, shown.eventNs());
      }
      default -> {
        if (!shown.quoted()) {
          return false;
        }
        if (wanted.channel().name().equals("ticker")) {
          of.ticker(out, id, shown);
        } else {
          of.spread(out, id, shown);
        }
      }
    }
    return true;
  }

  boolean unsubscribe(V1Connection connection, Subscription unwanted) {
    return board.still(() -> connection.unsubscribe(unwanted));
  }
}
