package io.tapedeck.simulator.alpaca;

import io.tapedeck.simulator.wire.ClientConnection;
import io.tapedeck.simulator.wire.Refusals;
import io.tapedeck.simulator.wire.SocketProtocol;
import io.tapedeck.simulator.wire.SocketServer;
import java.util.Map;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.handshake.ClientHandshake;

/** Alpaca's market data streams, each on its path. */
public final class AlpacaStream implements SocketProtocol {
  static final String NAME = "alpaca";
  private static final Map<String, Feed> PATHS =
      Map.of(
          "/v2/iex", Feed.SHARES,
          "/v2/sip", Feed.SHARES,
          "/v2/delayed_sip", Feed.SHARES,
          "/v2/test", Feed.SHARES,
          "/v1beta3/crypto/us", Feed.CRYPTO);

  /** What is on a path. */
  enum Feed {
    SHARES,
    CRYPTO
  }

  private final AlpacaFeed feed;
  private final AlpacaKeys keys;
  private final Refusals refusals;

  /** Serves this feed. */
  public AlpacaStream(AlpacaFeed feed, AlpacaKeys keys, Refusals refusals) {
    this.feed = feed;
    this.keys = keys;
    this.refusals = refusals;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean serves(String path) {
    return PATHS.containsKey(path);
  }

  @Override
  public ClientConnection connected(
      SocketServer server, WebSocketImpl socket, long number, ClientHandshake handshake) {
    String target = handshake.getResourceDescriptor();
    int query = target.indexOf('?');
    String bare = query < 0 ? target : target.substring(0, query);
    String path = bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare;
    AlpacaConnection connection =
        new AlpacaConnection(
            server,
            socket,
            number,
            path,
            PATHS.getOrDefault(path, Feed.SHARES),
            feed,
            keys,
            refusals);
    if (handshake.getFieldValue("Content-Type").startsWith("application/msgpack")) {
      connection.speakMessagePack();
    }
    feed.connected(connection);
    connection.greet(
        handshake.getFieldValue("APCA-API-KEY-ID"), handshake.getFieldValue("APCA-API-SECRET-KEY"));
    return connection;
  }
}
