package io.tapedeck.simulator.kraken;

import io.tapedeck.simulator.kraken.KrakenV2.V2Connection;
import io.tapedeck.simulator.kraken.PublicSubscriptions.Channel;
import io.tapedeck.simulator.market.Audience;
import io.tapedeck.simulator.market.Market;
import io.tapedeck.simulator.market.MarketBoard;
import io.tapedeck.simulator.market.PublishedMarket;
import io.tapedeck.simulator.market.Tick;
import io.tapedeck.simulator.wire.JsonBytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Turns ticks into the messages of the public channels of WebSocket v2. */
public final class MarketFeed implements Audience {
  private static final int SNAPSHOT_TRADES = 50;

  private record Printed(Tick.Aggressor side, long price, long size, long tradeId, long eventNs) {}

  private final MarketBoard board;
  private final Market market;
  private final List<Channel> channelsNeeded;
  private final long settleNanos;
  private final MarketMessages[] messages;
  private final List<Deque<Printed>> lastTrades = new ArrayList<>();
  private final List<V2Connection> connections = new CopyOnWriteArrayList<>();
  private final JsonBytes out = new JsonBytes();

  /**
   * A feed of this market.
   *
   * @param channelsNeeded what a connection must have subscribed to be ready
   * @param settleNanos how long its subscriptions must have been unchanged
   */
  public MarketFeed(MarketBoard board, List<String> channelsNeeded, long settleNanos) {
    this.board = board;
    this.market = board.market();
    this.settleNanos = settleNanos;
    this.channelsNeeded = new ArrayList<>();
    for (String name : channelsNeeded) {
      Channel channel = Channel.of(name);
      if (channel == null) {
        throw new IllegalArgumentException(
            "start.channels: '" + name + "' is not one of ticker, trade, book");
      }
      this.channelsNeeded.add(channel);
    }
    this.messages = new MarketMessages[market.size()];
    for (int i = 0; i < messages.length; i++) {
      messages[i] = new MarketMessages(market.pair(i).instrument());
      lastTrades.add(new ArrayDeque<>());
    }
  }

  Market market() {
    return market;
  }

  void connected(V2Connection connection) {
    connections.add(connection);
  }

  void disconnected(V2Connection connection) {
    connections.remove(connection);
  }

  @Override
  public boolean full() {
    for (V2Connection connection : connections) {
      if (connection.full()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int readyConnections(long nowNanos) {
    int ready = 0;
    for (V2Connection connection : connections) {
      if (subscribed(connection, nowNanos)) {
        ready++;
      }
    }
    return ready;
  }

  private boolean subscribed(V2Connection connection, long now) {
    PublicSubscriptions subscriptions = connection.subscriptions();
    if (!connection.open()
        || !subscriptions.any()
        || now - subscriptions.lastChangeNanos() < settleNanos) {
      return false;
    }
    for (Channel channel : channelsNeeded) {
      if (!subscriptions.has(channel)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean onTick(Tick tick) {
    return switch (tick.kind()) {
      case QUOTE -> quote(tick);
      case TRADE -> trade(tick);
      case NOTICE -> false;
    };
  }

  private boolean quote(Tick tick) {
    int pair = tick.instrument();
    PublishedMarket published = market.pair(pair);
    boolean sent = false;
    boolean built = false;
    for (V2Connection connection : connections) {
      if (connection.subscriptions().tickerOn(pair, false)) {
        if (!built) {
          messages[pair].ticker(out, published, false);
          built = true;
        }
        connection.add(out);
        sent = true;
      }
    }
    if (messages[pair].bookUpdate(out, published)) {
      for (V2Connection connection : connections) {
        if (connection.subscriptions().has(Channel.BOOK, pair)) {
          connection.add(out);
          sent = true;
        }
      }
    }
    return sent;
  }

  private boolean trade(Tick tick) {
    int pair = tick.instrument();
    boolean sent = false;
    messages[pair].trade(out, tick);
    for (V2Connection connection : connections) {
      if (connection.subscriptions().has(Channel.TRADE, pair)) {
        connection.add(out);
        sent = true;
      }
    }
    boolean built = false;
    for (V2Connection connection : connections) {
      if (connection.subscriptions().tickerOn(pair, true)) {
        if (!built) {
          messages[pair].ticker(out, market.pair(pair), false);
          built = true;
        }
        connection.add(out);
      }
    }
    Deque<Printed> prints = lastTrades.get(pair);
    prints.add(
        new Printed(tick.aggressor(), tick.price(), tick.size(), tick.tradeId(), tick.eventNs()));
    if (prints.size() > SNAPSHOT_TRADES) {
      prints.remove();
    }
    return sent;
  }

  @Override
  public void onPause() {
    for (V2Connection connection : connections) {
      connection.flush();
    }
  }

  /**
   * Subscribes and, if asked, sends the snapshot, with no tick between the two.
   *
   * @param acknowledge run first, so that the acknowledgement precedes the snapshot
   * @return false if it was subscribed already
   */
  boolean subscribe(
      V2Connection connection,
      Channel channel,
      int pair,
      boolean tickerOnTrades,
      boolean snapshot,
      Runnable acknowledge) {
    return board.still(
        () -> {
          if (!connection.subscriptions().change(channel, pair, true)) {
            return false;
          }
          acknowledge.run();
          if (channel == Channel.TICKER) {
            connection.subscriptions().tickerTrigger(pair, tickerOnTrades);
          }
          if (snapshot) {
            snapshot(connection, channel, pair);
          }
          return true;
        });
  }

  private void snapshot(V2Connection connection, Channel channel, int pair) {
    PublishedMarket published = market.pair(pair);
    switch (channel) {
      case TICKER -> {
        if (!published.quoted()) {
          return;
        }
        messages[pair].ticker(out, published, true);
      }
      case BOOK -> messages[pair].bookSnapshot(out, published.eventNs());
      case TRADE -> tradeSnapshot(pair);
    }
    connection.add(out);
    connection.flush();
  }

  private void tradeSnapshot(int pair) {
    out.clear().text("{\"channel\":\"trade\",\"type\":\"snapshot\",\"data\":[");
    Deque<Printed> prints = lastTrades.get(pair);
    for (Printed print : prints) {
      messages[pair].tradeRow(
          out, print.side, print.price, print.size, print.tradeId, print.eventNs);
      out.character(',');
    }
    if (!prints.isEmpty()) {
      out.back(1);
    }
    out.text("]}");
  }

  /** Unsubscribes; false if it was not subscribed. */
  boolean unsubscribe(V2Connection connection, Channel channel, int pair) {
    return board.still(() -> connection.subscriptions().change(channel, pair, false));
  }

  List<V2Connection> connections() {
    return connections;
  }
}
