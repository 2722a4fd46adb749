package io.tapedeck.simulator.wire;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshakeBuilder;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The WebSocket port; which protocol a client speaks is decided by the path it asks for. */
public final class SocketServer extends WebSocketServer {
  private static final Logger LOG = LoggerFactory.getLogger(SocketServer.class);
  private static final int LARGEST_REQUEST = 1 << 20;
  private static final int CLOCK_MILLIS = 250;

  private final List<SocketProtocol> protocols;
  private final AtomicLong numbers = new AtomicLong();
  private final List<ClientConnection> connections = new CopyOnWriteArrayList<>();
  private final CountDownLatch started = new CountDownLatch(1);
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "simulator-heartbeat");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Function<String, @Nullable String> admission = protocol -> null;
  private volatile @Nullable OutboundFault fault;
  private volatile @Nullable Exception failure;

  /** A server not yet started; port 0 takes a free one. */
  public SocketServer(InetSocketAddress address, List<SocketProtocol> protocols) {
    super(
        address, 1, List.of(new Draft_6455(List.of(), List.of(new Protocol("")), LARGEST_REQUEST)));
    this.protocols = List.copyOf(protocols);
    setReuseAddr(true);
    setTcpNoDelay(true);
    setDaemon(true);
    // venues leave pings to the client
    setConnectionLostTimeout(0);
  }

  /**
   * Starts and waits until the port is bound.
   *
   * @throws IllegalStateException if it is not
   */
  @SuppressWarnings("FutureReturnValueIgnored") // runs until shutDown()
  public void open() throws InterruptedException {
    start();
    if (!started.await(30, TimeUnit.SECONDS) || failure != null) {
      throw new IllegalStateException("WebSocket port not bound: " + getAddress(), failure);
    }
    clock.scheduleAtFixedRate(this::onClock, CLOCK_MILLIS, CLOCK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Sets or clears the fault that every frame passes. */
  public void fault(@Nullable OutboundFault newFault) {
    fault = newFault;
  }

  @Nullable OutboundFault fault() {
    return fault;
  }

  /**
   * Asked with a protocol's name at every handshake. A text, such as {@code 429 Too Many Requests}
   * with further header lines if need be, refuses it with that HTTP status.
   */
  public void admission(Function<String, @Nullable String> newAdmission) {
    admission = newAdmission;
  }

  /** All that are open, oldest first. */
  public List<ClientConnection> connections() {
    return connections;
  }

  /** Cuts every connection without a closing handshake; returns how many there were. */
  public int cutAll() {
    int count = 0;
    for (ClientConnection connection : connections) {
      connection.cut();
      count++;
    }
    return count;
  }

  private void onClock() {
    long now = System.nanoTime();
    connections.forEach(connection -> connection.onClock(now));
  }

  @Override
  public void onStart() {
    started.countDown();
  }

  private static String path(ClientHandshake handshake) {
    String path = handshake.getResourceDescriptor();
    int query = path.indexOf('?');
    String bare = query < 0 ? path : path.substring(0, query);
    return bare.length() > 1 && bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare;
  }

  private @Nullable SocketProtocol protocol(ClientHandshake handshake) {
    String path = path(handshake);
    for (SocketProtocol protocol : protocols) {
      if (protocol.serves(path)) {
        return protocol;
      }
    }
    return null;
  }

  @Override
  public ServerHandshakeBuilder onWebsocketHandshakeReceivedAsServer(
      WebSocket socket, Draft draft, ClientHandshake request) throws InvalidDataException {
    SocketProtocol protocol = protocol(request);
    String refusal = protocol == null ? null : admission.apply(protocol.name());
    if (refusal != null) {
      // the library would answer every refusal with 404; the client reads the first answer only
      String answer = "HTTP/1.1 " + refusal + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      ((WebSocketImpl) socket)
          .outQueue.add(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
      throw new InvalidDataException(CloseFrame.POLICY_VALIDATION, refusal);
    }
    return super.onWebsocketHandshakeReceivedAsServer(socket, draft, request);
  }

  @Override
  public void onOpen(WebSocket socket, ClientHandshake handshake) {
    SocketProtocol protocol = protocol(handshake);
    if (protocol == null) {
      socket.close(CloseFrame.POLICY_VALIDATION, "unknown path " + path(handshake));
      return;
    }
    long number = numbers.incrementAndGet();
    ClientConnection connection =
        protocol.connected(this, (WebSocketImpl) socket, number, handshake);
    socket.setAttachment(connection);
    connections.add(connection);
    LOG.debug("connected connection={} protocol={}", number, protocol.name());
  }

  @Override
  public void onMessage(WebSocket socket, String message) {
    ClientConnection connection = socket.getAttachment();
    if (connection != null && !connection.muted()) {
      connection.onText(message);
    }
  }

  @Override
  public void onMessage(WebSocket socket, ByteBuffer message) {
    ClientConnection connection = socket.getAttachment();
    if (connection != null && !connection.muted()) {
      connection.onBinary(message);
    }
  }

  @Override
  public void onWebsocketPing(WebSocket socket, Framedata frame) {
    ClientConnection connection = socket.getAttachment();
    if (connection == null || !connection.muted()) {
      super.onWebsocketPing(socket, frame);
    }
  }

  @Override
  public void onClose(WebSocket socket, int code, String reason, boolean remote) {
    ClientConnection connection = socket.getAttachment();
    if (connection != null) {
      connections.remove(connection);
      connection.onClosed();
      LOG.debug("disconnected connection={} code={}", connection.number(), code);
    }
  }

  @Override
  public void onError(@Nullable WebSocket socket, Exception problem) {
    if (socket == null) {
      failure = problem;
      LOG.error("websocket server failed", problem);
      started.countDown();
    } else {
      LOG.warn("websocket connection failed: {}", problem.toString());
    }
  }

  /** Stops, cutting every connection. */
  public void shutDown() {
    clock.shutdownNow();
    try {
      stop(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
