package io.tapedeck.ingest.venue;

import io.tapedeck.ingest.core.Backoff;
import io.tapedeck.ingest.core.FrameRefusedException;
import io.tapedeck.ingest.core.TickSink;
import io.tapedeck.runtime.clock.EdgeClock;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ServerHandshake;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what a venue sends, without a tape: subscribes as the feed would, and connects again
 * after a loss. {@link #run} is for one thread, {@link #stop} for any.
 */
public final class FrameRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(FrameRecorder.class);
  private static final long WATCH_MILLIS = 100;

  private final URI url;
  private final Map<String, String> headers;
  private final FeedProtocol protocol;
  private final TickSink nowhere;
  private final EdgeClock clock;
  private final Backoff backoff;
  private final long silenceNanos;
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicLong frames = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private volatile long connections;

  /**
   * A recorder.
   *
   * @param headers of the handshake
   * @param protocol knows what to say to the venue
   * @param nowhere takes the ticks that come of it
   * @param silenceNanos a connection that says nothing for so long is given up
   */
  public FrameRecorder(
      URI url,
      Map<String, String> headers,
      FeedProtocol protocol,
      TickSink nowhere,
      EdgeClock clock,
      Backoff backoff,
      long silenceNanos) {
    this.url = url;
    this.headers = Map.copyOf(headers);
    this.protocol = protocol;
    this.nowhere = nowhere;
    this.clock = clock;
    this.backoff = backoff;
    this.silenceNanos = silenceNanos;
  }

  /** Frames written down. */
  public long frames() {
    return frames.get();
  }

  /** Their bytes. */
  public long bytes() {
    return bytes.get();
  }

  /** Connections that opened. */
  public long connections() {
    return connections;
  }

  /** Ends {@link #run} soon. */
  public void stop() {
    stopped.countDown();
  }

  /**
   * Records until it is stopped, or for so long.
   *
   * @throws IOException if the file cannot be written
   */
  public void run(FrameLog.Writer out, long nanos) throws IOException, InterruptedException {
    long end = clock.monotonicNanos() + nanos;
    while (!ended(end)) {
      Recorded socket = new Recorded(out, connections + 1);
      socket.connect();
      watch(socket, end);
      if (socket.opened) {
        connections = socket.number;
        backoff.succeeded();
      }
      if (!ended(end)) {
        long wait = Math.min(backoff.next(), end - clock.monotonicNanos());
        LOG.warn("recording: {}, connecting again in {} ms", socket.problem, wait / 1_000_000);
        boolean over = stopped.await(wait, TimeUnit.NANOSECONDS);
        LOG.debug("recording: waited, stopped={}", over);
      }
      out.flush();
    }
  }

  private boolean ended(long end) throws IOException {
    IOException problem = failure.get();
    if (problem != null) {
      throw problem;
    }
    return stopped.getCount() == 0 || clock.monotonicNanos() >= end;
  }

  private void watch(Recorded socket, long end) throws IOException, InterruptedException {
    long pinged = clock.monotonicNanos();
    while (!socket.ended.await(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
      long now = clock.monotonicNanos();
      if (ended(end)) {
        socket.cut("the recording ended");
      } else if (now - socket.lastHeard > silenceNanos) {
        socket.cut("nothing heard for " + (now - socket.lastHeard) / 1_000_000 + " ms");
      } else if (now - Math.max(pinged, socket.lastHeard) > silenceNanos / 2) {
        pinged = now;
        socket.say(protocol.ping());
      }
    }
  }

  /** Breaks the circle of socket and draft, each of which is made with the other. */
  private static final class Relay implements Consumer<ByteBuffer> {
    private @Nullable Recorded socket;

    @Override
    public void accept(ByteBuffer text) {
      if (socket != null) {
        socket.heard(text);
      }
    }
  }

  private final class Recorded extends WebSocketClient {
    private final FrameLog.Writer out;
    private final long number;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long lastHeard = clock.monotonicNanos();
    private volatile boolean opened;
    private volatile String problem = "closed";

    Recorded(FrameLog.Writer out, long number) {
      this(out, number, new Relay());
    }

    private Recorded(FrameLog.Writer out, long number, Relay relay) {
      super(url, new RawTextDraft(relay));
      this.out = out;
      this.number = number;
      relay.socket = this;
      headers.forEach(this::addHeader);
      setTcpNoDelay(true);
      setConnectionLostTimeout(0);
    }

    private void write(FrameLog.Kind kind, long at, byte[] content) {
      try {
        out.write(new FrameLog.Entry(kind, number, at, content));
      } catch (IOException e) {
        failure.compareAndSet(null, e);
        cut("the file cannot be written");
      }
    }

    private void heard(ByteBuffer text) {
      lastHeard = clock.monotonicNanos();
      long at = clock.epochNanos();
      byte[] content = new byte[text.remaining()];
      text.duplicate().get(content);
      write(FrameLog.Kind.FRAME, at, content);
      frames.incrementAndGet();
      bytes.addAndGet(content.length);
      try {
        // for what the venue has to be answered, such as with credentials
        protocol.frame(content, 0, content.length, at, this::say, nowhere);
      } catch (FrameRefusedException e) {
        LOG.debug("recorded a frame that will be refused: {}", e.reason());
      }
    }

    void say(String text) {
      try {
        if (text.isEmpty()) {
          sendPing();
        } else {
          send(text);
        }
      } catch (WebsocketNotConnectedException e) {
        problem = "closed while a message was to be sent";
      }
    }

    void cut(String reason) {
      problem = reason;
      closeConnection(CloseFrame.ABNORMAL_CLOSE, reason);
    }

    @Override
    public void onOpen(ServerHandshake handshake) {
      opened = true;
      long at = clock.epochNanos();
      write(FrameLog.Kind.OPENED, at, getURI().toString().getBytes(StandardCharsets.UTF_8));
      protocol.opened(at, this::say, nowhere);
    }

    @Override
    public void onMessage(String message) {
      heard(ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void onMessage(ByteBuffer message) {
      heard(message);
    }

    @Override
    public void onWebsocketPong(WebSocket socket, Framedata frame) {
      lastHeard = clock.monotonicNanos();
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {
      if (problem.equals("closed") && remote) {
        problem = "closed by the venue (" + code + (reason.isEmpty() ? "" : " " + reason) + ")";
      }
      if (opened) {
        long at = clock.epochNanos();
        write(FrameLog.Kind.LOST, at, problem.getBytes(StandardCharsets.UTF_8));
        protocol.lost(at, problem, nowhere);
      }
      ended.countDown();
    }

    @Override
    public void onError(Exception error) {
      problem = String.valueOf(error.getMessage());
    }
  }
}
