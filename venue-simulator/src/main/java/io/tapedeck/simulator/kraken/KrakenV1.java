package io.tapedeck.simulator.kraken;

import io.tapedeck.simulator.wire.ClientConnection;
import io.tapedeck.simulator.wire.Refusals;
import io.tapedeck.simulator.wire.SocketProtocol;
import io.tapedeck.simulator.wire.SocketServer;
import io.tapedeck.simulator.wire.WireJson;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.handshake.ClientHandshake;

/** WebSocket v1, public channels, path {@code /}. */
public final class KrakenV1 implements SocketProtocol {
  static final String NAME = "kraken-v1";
  private static final long FIRST_CONNECTION_ID = Long.parseUnsignedLong("8628615390848610000");

  private final V1Feed feed;
  private final V1Requests requests;
  private final KrakenStatus status;

  /** Serves this feed. */
  public KrakenV1(V1Feed feed, KrakenStatus status, Refusals refusals) {
    this.feed = feed;
    this.requests = new V1Requests(feed, refusals);
    this.status = status;
    status.onChange(
        system -> feed.connections().forEach(one -> one.sendNow(greeting(one.number(), system))));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean serves(String path) {
    return path.equals("/") || path.isEmpty();
  }

  @Override
  public ClientConnection connected(
      SocketServer server, WebSocketImpl socket, long number, ClientHandshake handshake) {
    V1Connection connection = new V1Connection(server, socket, number);
    feed.connected(connection);
    connection.sendNow(greeting(number, status.system()));
    return connection;
  }

  private static String greeting(long number, String system) {
    return WireJson.text(
        WireJson.object()
            .put("connectionID", FIRST_CONNECTION_ID + number)
            .put("event", "systemStatus")
            .put("status", system)
            .put("version", "1.9.6"));
  }

  /** What one connection has subscribed. */
  record Subscription(V1Channel channel, int pair) {}

  /** A client of v1. */
  final class V1Connection extends ClientConnection {
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private volatile long lastChangeNanos = System.nanoTime();

    V1Connection(SocketServer server, WebSocketImpl socket, long number) {
      super(socket, number, server, NAME);
    }

    List<Subscription> subscriptions() {
      return subscriptions;
    }

    long lastChangeNanos() {
      return lastChangeNanos;
    }

    boolean subscribe(Subscription wanted) {
      boolean fresh = !subscriptions.contains(wanted) && subscriptions.add(wanted);
      lastChangeNanos = System.nanoTime();
      return fresh;
    }

    boolean unsubscribe(Subscription unwanted) {
      lastChangeNanos = System.nanoTime();
      return subscriptions.remove(unwanted);
    }

    @Override
    protected void onText(String text) {
      requests.handle(this, text);
    }

    @Override
    protected void onClosed() {
      feed.disconnected(this);
    }

    @Override
    protected void onClock(long nowNanos) {
      if (!subscriptions.isEmpty() && nowNanos - lastSentNanos() >= 1_000_000_000L) {
        sendNow("{\"event\":\"heartbeat\"}");
      }
    }

    @Override
    public String subscribed() {
      return subscriptions.stream()
          .map(one -> one.channel().wireName() + ":" + feed.symbol(one.pair()))
          .collect(Collectors.joining(" "));
    }
  }
}
