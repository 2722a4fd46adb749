package io.tapedeck.ingest.venue;

import io.tapedeck.runtime.clock.EdgeClock;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ServerHandshake;
import org.jspecify.annotations.Nullable;

/** One connection to a venue, from its opening to its end. Puts all it hears into the queue. */
final class FeedSocket extends WebSocketClient {
  private final long number;
  private final FeedQueue queue;
  private final EdgeClock clock;
  private final AtomicLong frames;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile long lastHeardNanos;
  private volatile boolean opened;
  private volatile boolean heardAnything;
  private final SocketLink link = new SocketLink();
  private volatile @Nullable String problem;
  private volatile FeedProtocol.@Nullable Ending ending;

  FeedSocket(URI url, long number, FeedQueue queue, EdgeClock clock, AtomicLong frames) {
    this(url, number, queue, clock, frames, new TextRelay());
  }

  private FeedSocket(
      URI url, long number, FeedQueue queue, EdgeClock clock, AtomicLong frames, TextRelay relay) {
    super(url, new RawTextDraft(relay));
    this.number = number;
    this.queue = queue;
    this.clock = clock;
    this.frames = frames;
    this.lastHeardNanos = clock.monotonicNanos();
    setTcpNoDelay(true);
    setConnectionLostTimeout(0); // the connector watches for silence itself, and closer
    relay.socket = this;
  }

  /** Breaks the circle of socket and draft, each of which is made with the other. */
  private static final class TextRelay implements Consumer<ByteBuffer> {
    private @Nullable FeedSocket socket;

    @Override
    public void accept(ByteBuffer text) {
      if (socket != null) {
        socket.heard(text);
      }
    }
  }

  boolean wasOpened() {
    return opened;
  }

  /** Whether a message came, so that the connection was of use. */
  boolean heardAnything() {
    return heardAnything;
  }

  /** When anything was last heard, on the monotonic clock. */
  long lastHeardNanos() {
    return lastHeardNanos;
  }

  String problem() {
    String known = problem;
    return known == null ? "closed" : known;
  }

  boolean awaitEnd(long millis) throws InterruptedException {
    return ended.await(millis, TimeUnit.MILLISECONDS);
  }

  /** Ends it without waiting for the other side's farewell. */
  void cut(String reason) {
    problem = reason;
    closeConnection(CloseFrame.ABNORMAL_CLOSE, reason);
  }

  private void heard(ByteBuffer text) {
    heardAnything = true;
    lastHeardNanos = clock.monotonicNanos();
    int from = text.arrayOffset() + text.position();
    put(
        FeedSignal.frame(
            number,
            frames.getAndIncrement(),
            text.array(),
            from,
            from + text.remaining(),
            clock.epochNanos(),
            link));
  }

  private void put(FeedSignal signal) {
    try {
      queue.put(signal);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cut("interrupted");
    }
  }

  /** What the protocol may do with this connection. */
  private final class SocketLink implements FeedProtocol.Link {
    @Override
    public void send(String text) {
      try {
        FeedSocket.this.send(text);
      } catch (WebsocketNotConnectedException e) {
        problem = "closed while a message was to be sent";
      }
    }

    @Override
    public void end(FeedProtocol.Ending why, String detail) {
      ending = why;
      problem = detail;
      close(CloseFrame.NORMAL, "done");
    }
  }

  /** Why the protocol ended it; null if it did not. */
  FeedProtocol.@Nullable Ending ending() {
    return ending;
  }

  @Override
  public void onOpen(ServerHandshake handshake) {
    opened = true;
    lastHeardNanos = clock.monotonicNanos();
    put(FeedSignal.opened(number, clock.epochNanos(), getURI().toString(), link));
  }

  @Override
  public void onMessage(String message) {
    heard(ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void onMessage(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    heard(ByteBuffer.wrap(copy));
  }

  @Override
  public void onWebsocketPing(WebSocket socket, Framedata frame) {
    lastHeardNanos = clock.monotonicNanos();
    super.onWebsocketPing(socket, frame);
  }

  @Override
  public void onWebsocketPong(WebSocket socket, Framedata frame) {
    lastHeardNanos = clock.monotonicNanos();
    super.onWebsocketPong(socket, frame);
  }

  @Override
  public void onClose(int code, String reason, boolean remote) {
    if (problem == null) {
      String by = remote ? "closed by the venue" : "closed";
      problem = by + " (" + code + (reason.isEmpty() ? "" : " " + reason) + ")";
    }
    if (opened) {
      put(FeedSignal.lost(number, clock.epochNanos(), problem(), link));
    }
    ended.countDown();
  }

  @Override
  public void onError(Exception error) {
    String message = error.getMessage();
    problem = message == null ? error.getClass().getSimpleName() : message;
  }
}
