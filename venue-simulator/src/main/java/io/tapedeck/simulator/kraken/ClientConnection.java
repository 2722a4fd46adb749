package io.tapedeck.simulator.kraken;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.framing.CloseFrame;

/**
 * One client's socket: encodes text frames itself (a server's frames are not masked) and hands
 * several at once to the socket's queue, whose length is the back-pressure.
 */
final class ClientConnection implements OutboundFault.Wire {
  private static final int FLUSH_BYTES = 16 * 1024;
  private static final int FULL_BUFFERS = 32;
  private static final byte FINAL_TEXT_FRAME = (byte) 0x81;

  private final WebSocketImpl socket;
  private final long number;
  private final KrakenSocketServer server;
  private final PublicSubscriptions subscriptions;
  private final JsonBytes control = new JsonBytes();
  private byte[] pending = new byte[FLUSH_BYTES * 2];
  private int pendingLength;
  private volatile long lastSentNanos = System.nanoTime();

  ClientConnection(WebSocketImpl socket, long number, KrakenSocketServer server, int pairs) {
    this.socket = socket;
    this.number = number;
    this.server = server;
    this.subscriptions = new PublicSubscriptions(pairs);
  }

  long number() {
    return number;
  }

  PublicSubscriptions subscriptions() {
    return subscriptions;
  }

  boolean open() {
    return socket.isOpen();
  }

  /** True while the client reads too slowly for more market data. */
  boolean full() {
    return socket.isOpen() && socket.outQueue.size() >= FULL_BUFFERS;
  }

  /** Sends at once, after what is pending. */
  void sendNow(String json) {
    synchronized (this) {
      control.clear().raw(json.getBytes(StandardCharsets.UTF_8));
      add(control);
      flush();
    }
  }

  /** Sends at once, after what is pending. */
  void sendNow(JsonNode json) {
    sendNow(WireJson.text(json));
  }

  /** Adds to what {@link #flush} will send. */
  synchronized void add(JsonBytes json) {
    OutboundFault fault = server.fault();
    if (fault == null) {
      frame(json.array(), json.length());
    } else {
      fault.onFrame(number, json.copy(), this);
    }
  }

  @Override
  public synchronized void send(byte[] text) {
    frame(text, text.length);
  }

  @Override
  public void cut() {
    socket.closeConnection(CloseFrame.ABNORMAL_CLOSE, "", false);
  }

  private void frame(byte[] text, int length) {
    int needed = pendingLength + length + 10;
    if (needed > pending.length) {
      pending = Arrays.copyOf(pending, Math.max(needed, pending.length * 2));
    }
    pending[pendingLength++] = FINAL_TEXT_FRAME;
    if (length < 126) {
      pending[pendingLength++] = (byte) length;
    } else if (length < 1 << 16) {
      pending[pendingLength++] = 126;
      lengthBytes(length, 2);
    } else {
      pending[pendingLength++] = 127;
      lengthBytes(length, 8);
    }
    System.arraycopy(text, 0, pending, pendingLength, length);
    pendingLength += length;
    if (pendingLength >= FLUSH_BYTES) {
      flush();
    }
  }

  private void lengthBytes(long length, int count) {
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
      pending[pendingLength++] = (byte) (length >>> shift);
    }
  }

  /** Hands what is pending to the socket. */
  synchronized void flush() {
    if (pendingLength == 0) {
      return;
    }
    if (socket.isOpen()) {
      socket.outQueue.add(ByteBuffer.wrap(Arrays.copyOf(pending, pendingLength)));
      server.onWriteDemand(socket);
      lastSentNanos = System.nanoTime();
    }
    pendingLength = 0;
  }

  /** Kraken sends a heartbeat when a subscribed connection was silent for a second. */
  void heartbeatIfIdle(long nowNanos, boolean privately) {
    if ((privately || subscriptions.any()) && nowNanos - lastSentNanos >= 1_000_000_000L) {
      sendNow("{\"channel\":\"heartbeat\"}");
    }
  }
}
