package io.tapedeck.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.framing.CloseFrame;

/**
 * One client's socket: encodes frames itself (a server's frames are not masked) and hands several
 * at once to the socket's queue, whose length is the back-pressure. A protocol extends it by what
 * it knows of the client and what it answers.
 */
public abstract class ClientConnection implements OutboundFault.Wire {
  private static final int FLUSH_BYTES = 16 * 1024;
  private static final int FULL_BUFFERS = 32;
  private static final byte FINAL_TEXT_FRAME = (byte) 0x81;
  private static final byte FINAL_BINARY_FRAME = (byte) 0x82;

  private final WebSocketImpl socket;
  private final long number;
  private final SocketServer server;
  private final String protocol;
  private final JsonBytes control = new JsonBytes();
  private byte[] pending = new byte[FLUSH_BYTES * 2];
  private int pendingLength;
  private boolean binary;
  private volatile boolean muted;
  private volatile Trickle trickle = Trickle.NONE;
  private volatile long lastSentNanos = System.nanoTime();

  /** The other side of a socket. */
  protected ClientConnection(
      WebSocketImpl socket, long number, SocketServer server, String protocol) {
    this.socket = socket;
    this.number = number;
    this.server = server;
    this.protocol = protocol;
  }

  /** The client said this. */
  protected abstract void onText(String text);

  /** The client said this in a binary frame. */
  protected void onBinary(ByteBuffer bytes) {
    onText(StandardCharsets.UTF_8.decode(bytes).toString());
  }

  /** It is gone. */
  protected abstract void onClosed();

  /** Called a few times a second. */
  protected void onClock(long nowNanos) {}

  /** What the control endpoint shows of it. */
  public abstract String subscribed();

  /** Counts from 1. */
  public final long number() {
    return number;
  }

  @Override
  public final String protocol() {
    return protocol;
  }

  /** Whether the socket is open. */
  public final boolean open() {
    return socket.isOpen();
  }

  final boolean muted() {
    return muted;
  }

  /** True while the client reads too slowly for more market data. */
  public final boolean full() {
    return socket.isOpen() && (socket.outQueue.size() >= FULL_BUFFERS || trickle.full());
  }

  /** When something was last sent, on the monotonic clock. */
  protected final long lastSentNanos() {
    return lastSentNanos;
  }

  /** What goes out is put into binary frames. */
  protected final void speakBinary() {
    binary = true;
  }

  /** The bytes of a frame, from its JSON; where a client asked for another form. */
  protected byte[] encode(byte[] json) {
    return json;
  }

  /** Sends at once, after what is pending. */
  public final void sendNow(String json) {
    synchronized (this) {
      flush();
      control.clear().raw(json.getBytes(StandardCharsets.UTF_8));
      add(control);
      flush();
    }
  }

  /** Sends at once, after what is pending. */
  public final void sendNow(JsonNode json) {
    sendNow(WireJson.text(json));
  }

  /** Adds to what {@link #flush} will send. */
  public final synchronized void add(JsonBytes json) {
    OutboundFault fault = server.fault();
    if (fault != null) {
      fault.onFrame(number, json.copy(), this);
    } else if (binary) {
      send(json.copy());
    } else {
      frame(json.array(), json.length());
    }
  }

  @Override
  public final synchronized void send(byte[] text) {
    byte[] bytes = binary ? encode(text) : text;
    frame(bytes, bytes.length);
  }

  @Override
  public final void cut() {
    socket.closeConnection(CloseFrame.ABNORMAL_CLOSE, "", false);
  }

  @Override
  public final void mute() {
    muted = true;
  }

  @Override
  public final void trickle(int bytes, int everyMillis) {
    flush();
    trickle = bytes == 0 ? trickle.ended() : new Trickle(this::write, bytes, everyMillis);
  }

  /** Closes with the closing handshake. */
  public final void close(int code, String reason) {
    flush();
    socket.close(code, reason);
  }

  private void frame(byte[] text, int length) {
    if (muted) {
      return;
    }
    int needed = pendingLength + length + 10;
    if (needed > pending.length) {
      pending = Arrays.copyOf(pending, Math.max(needed, pending.length * 2));
    }
    pending[pendingLength++] = binary ? FINAL_BINARY_FRAME : FINAL_TEXT_FRAME;
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
      handOver();
    }
  }

  private void lengthBytes(long length, int count) {
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
      pending[pendingLength++] = (byte) (length >>> shift);
    }
  }

  /** Hands what is pending to the socket. */
  public synchronized void flush() {
    handOver();
  }

  private void handOver() {
    if (pendingLength == 0) {
      return;
    }
    if (socket.isOpen()) {
      ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(pending, pendingLength));
      if (!trickle.take(bytes)) {
        write(bytes);
      }
      lastSentNanos = System.nanoTime();
    }
    pendingLength = 0;
  }

  private void write(ByteBuffer bytes) {
    if (socket.isOpen()) {
      socket.outQueue.add(bytes);
      server.onWriteDemand(socket);
    }
  }
}
