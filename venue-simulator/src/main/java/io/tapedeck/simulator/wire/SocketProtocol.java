package io.tapedeck.simulator.wire;

import org.java_websocket.WebSocketImpl;
import org.java_websocket.handshake.ClientHandshake;

/** One venue's protocol on the WebSocket port, told apart by its path. */
public interface SocketProtocol {
  /** Name in faults and logs, such as {@code kraken-v2}. */
  String name();

  /** Whether it serves this path, which has no query. */
  boolean serves(String path);

  /** A new connection's other side; greets the client. */
  ClientConnection connected(
      SocketServer server, WebSocketImpl socket, long number, ClientHandshake handshake);
}
