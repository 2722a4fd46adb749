package io.tapedeck.simulator.kraken;

import io.tapedeck.simulator.wire.ClientConnection;
import io.tapedeck.simulator.wire.SocketProtocol;
import io.tapedeck.simulator.wire.SocketServer;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.handshake.ClientHandshake;

/** WebSocket v2, public and private channels, path {@code /v2}. */
public final class KrakenV2 implements SocketProtocol {
  static final String NAME = "kraken-v2";
  private static final long FIRST_CONNECTION_ID = Long.parseUnsignedLong("12393906104898154000");

  private final MarketFeed feed;
  private final SocketRequests requests;
  private final PrivateFeed privateFeed;
  private final KrakenStatus status;

  /** Serves these. */
  public KrakenV2(
      MarketFeed feed, SocketRequests requests, PrivateFeed privateFeed, KrakenStatus status) {
    this.feed = feed;
    this.requests = requests;
    this.privateFeed = privateFeed;
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
    return path.equals("/v2");
  }

  @Override
  public ClientConnection connected(
      SocketServer server, WebSocketImpl socket, long number, ClientHandshake handshake) {
    V2Connection connection = new V2Connection(server, socket, number);
    feed.connected(connection);
    connection.sendNow(greeting(number, status.system()));
    return connection;
  }

  private static String greeting(long number, String system) {
    return "{\"channel\":\"status\",\"type\":\"update\",\"data\":[{\"api_version\":\"v2\","
        + "\"connection_id\":"
        + Long.toUnsignedString(FIRST_CONNECTION_ID + number)
        + ",\"system\":\""
        + system
        + "\",\"version\":\"2.0.4\"}]}";
  }

  /** A client of v2. */
  final class V2Connection extends ClientConnection {
    private final PublicSubscriptions subscriptions = new PublicSubscriptions(feed.market().size());

    V2Connection(SocketServer server, WebSocketImpl socket, long number) {
      super(socket, number, server, NAME);
    }

    PublicSubscriptions subscriptions() {
      return subscriptions;
    }

    @Override
    protected void onText(String text) {
      requests.handle(this, text);
    }

    @Override
    protected void onClosed() {
      feed.disconnected(this);
      privateFeed.disconnected(this);
    }

    /** Kraken sends a heartbeat when a subscribed connection was silent for a second. */
    @Override
    protected void onClock(long nowNanos) {
      boolean subscribed = subscriptions.any() || privateFeed.subscribed(this);
      if (subscribed && nowNanos - lastSentNanos() >= 1_000_000_000L) {
        sendNow("{\"channel\":\"heartbeat\"}");
      }
    }

    @Override
    public String subscribed() {
      return subscriptions.describe(feed.market());
    }
  }
}
