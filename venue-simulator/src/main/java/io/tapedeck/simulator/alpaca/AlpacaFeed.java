package io.tapedeck.simulator.alpaca;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.simulator.market.Audience;
import io.tapedeck.simulator.market.Bar;
import io.tapedeck.simulator.market.BarBuilder;
import io.tapedeck.simulator.market.Instrument;
import io.tapedeck.simulator.market.Market;
import io.tapedeck.simulator.market.MarketBoard;
import io.tapedeck.simulator.market.Notice;
import io.tapedeck.simulator.market.PublishedMarket;
import io.tapedeck.simulator.market.Tick;
import io.tapedeck.simulator.wire.JsonBytes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Turns ticks into the messages of Alpaca's streams. */
public final class AlpacaFeed implements Audience {
  private static final long DAY_NS = 86_400_000_000_000L;

  private final MarketBoard board;
  private final Market market;
  private final List<String> channelsNeeded;
  private final long settleNanos;
  private final AlpacaMessages[] messages;
  private final BarBuilder[] days;
  private final List<AlpacaConnection> connections = new CopyOnWriteArrayList<>();
  private final JsonBytes out = new JsonBytes();

  /**
   * A feed of this market.
   *
   * @param channelsNeeded what a connection must have subscribed to be ready: ticker stands for
   *     quotes, trade for trades, book for order books
   * @param settleNanos how long its subscriptions must have been unchanged
   */
  public AlpacaFeed(MarketBoard board, List<String> channelsNeeded, long settleNanos) {
    this.board = board;
    this.market = board.market();
    this.channelsNeeded = List.copyOf(channelsNeeded);
    this.settleNanos = settleNanos;
    this.messages = new AlpacaMessages[market.size()];
    this.days = new BarBuilder[market.size()];
    for (int i = 0; i < messages.length; i++) {
      messages[i] = new AlpacaMessages(market.pair(i).instrument());
      days[i] = new BarBuilder(DAY_NS);
    }
  }

  void connected(AlpacaConnection connection) {
    connections.add(connection);
  }

  void disconnected(AlpacaConnection connection) {
    connections.remove(connection);
  }

  void still(Runnable task) {
    board.still(
        () -> {
          task.run();
          return true;
        });
  }

  @Override
  public boolean full() {
    return connections.stream().anyMatch(AlpacaConnection::full);
  }

  @Override
  public int readyConnections(long nowNanos) {
    int ready = 0;
    for (AlpacaConnection connection : connections) {
      boolean settled = nowNanos - connection.lastChangeNanos() >= settleNanos;
      boolean any = connection.has(AlpacaChannel.QUOTES) || connection.has(AlpacaChannel.TRADES);
      if (settled && any && connection.open()) {
        ready += channelsNeeded.stream().allMatch(name -> has(connection, name)) ? 1 : 0;
      }
    }
    return ready;
  }

  private static boolean has(AlpacaConnection connection, String name) {
    return connection.has(
        switch (name) {
          case "trade" -> AlpacaChannel.TRADES;
          case "book" -> AlpacaChannel.ORDERBOOKS;
          default -> AlpacaChannel.QUOTES;
        });
  }

  @Override
  public boolean onTick(Tick tick) {
    int index = tick.instrument();
    if (connections.isEmpty()) {
      if (tick.kind() == Tick.Kind.TRADE) {
        bars(index, false);
      }
      messages[index].inStep(market.pair(index));
      return false;
    }
    PublishedMarket shown = market.pair(index);
    AlpacaMessages of = messages[index];
    boolean sent = false;
    switch (tick.kind()) {
      case QUOTE -> {
        of.quote(out, shown);
        sent = send(AlpacaChannel.QUOTES, index);
        if (any(AlpacaChannel.ORDERBOOKS) && of.bookUpdate(out, shown)) {
          sent |= send(AlpacaChannel.ORDERBOOKS, index);
        }
        of.inStep(shown);
      }
      case TRADE -> {
        of.trade(out, tick);
        sent = send(AlpacaChannel.TRADES, index);
        bars(index, true);
      }
      case NOTICE -> sent = notice(index, tick.notice(), tick.eventNs());
    }
    return sent;
  }

  private boolean any(AlpacaChannel channel) {
    for (AlpacaConnection connection : connections) {
      if (connection.has(channel)) {
        return true;
      }
    }
    return false;
  }

  private boolean send(AlpacaChannel channel, int index) {
    Instrument instrument = market.pair(index).instrument();
    boolean sent = false;
    for (AlpacaConnection connection : connections) {
      if (connection.wants(channel, instrument.symbol(), instrument.equity())) {
        connection.message(out);
        sent = true;
      }
    }
    return sent;
  }

  private void bars(int index, boolean told) {
    Bar minute = board.history().ended(index);
    if (minute == null) {
      return;
    }
    days[index].add(minute);
    if (told) {
      messages[index].bar(out, 'b', minute);
      send(AlpacaChannel.BARS, index);
      @Nullable Bar day = days[index].bar();
      if (day != null) {
        messages[index].bar(out, 'd', day);
        send(AlpacaChannel.DAILY_BARS, index);
      }
    }
  }

  private boolean notice(int index, Notice notice, long eventNs) {
    AlpacaChannel channel = messages[index].notice(out, notice, eventNs);
    boolean sent = send(channel, index);
    if (channel == AlpacaChannel.CORRECTIONS || channel == AlpacaChannel.CANCEL_ERRORS) {
      // the minute that the amended trade was in is told anew
      List<Bar> minutes = board.history().bars(index, 1);
      if (minutes.size() > 1) {
        messages[index].bar(out, 'u', minutes.get(minutes.size() - 2));
        send(AlpacaChannel.UPDATED_BARS, index);
      }
    }
    return sent;
  }

  /** Whole books of what was just subscribed, with the market standing still. */
  void snapshots(AlpacaConnection connection, JsonNode symbols) {
    for (JsonNode symbol : symbols) {
      for (int i = 0; i < market.size(); i++) {
        Instrument instrument = market.pair(i).instrument();
        boolean asked = symbol.asText().equals("*") || symbol.asText().equals(instrument.symbol());
        if (asked && !instrument.equity() && market.pair(i).quoted()) {
          messages[i].bookSnapshot(out, market.pair(i));
          connection.message(out);
        }
      }
    }
    connection.flush();
  }

  @Override
  public void onPause() {
    connections.forEach(AlpacaConnection::flush);
  }
}
