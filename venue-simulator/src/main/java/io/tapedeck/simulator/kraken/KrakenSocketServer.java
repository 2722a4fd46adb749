package io.tapedeck.simulator.kraken;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The WebSocket v2 endpoint, public and private channels on one port, path {@code /v2}. */
public final class KrakenSocketServer extends WebSocketServer {
  private static final Logger LOG = LoggerFactory.getLogger(KrakenSocketServer.class);
  private static final String PATH = "/v2";
  private static final int LARGEST_REQUEST = 1 << 20;
  private static final long FIRST_CONNECTION_ID = Long.parseUnsignedLong("12393906104898154000");

  private final MarketFeed feed;
  private final SocketRequests requests;
  private final PrivateFeed privateFeed;
  private final AtomicLong connections = new AtomicLong();
  private final CountDownLatch started = new CountDownLatch(1);
  private final ScheduledExecutorService heartbeats =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "simulator-heartbeat");
            thread.setDaemon(true);
            return thread;
          });
  private volatile @Nullable OutboundFault fault;
  private volatile @Nullable Exception failure;

  /** A server not yet started; port 0 takes a free one. */
  public KrakenSocketServer(
      InetSocketAddress address,
      MarketFeed feed,
      SocketRequests requests,
      PrivateFeed privateFeed) {
    super(
        address, 1, List.of(new Draft_6455(List.of(), List.of(new Protocol("")), LARGEST_REQUEST)));
    this.feed = feed;
    this.requests = requests;
    this.privateFeed = privateFeed;
    setReuseAddr(true);
    setTcpNoDelay(true);
    setDaemon(true);
    // Kraken leaves pings to the client
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
    heartbeats.scheduleAtFixedRate(this::heartbeat, 250, 250, TimeUnit.MILLISECONDS);
  }

  /** Sets or clears the fault that every frame passes. */
  public void fault(@Nullable OutboundFault newFault) {
    fault = newFault;
  }

  @Nullable OutboundFault fault() {
    return fault;
  }

  /** Cuts every connection without a closing handshake; returns how many there were. */
  public int cutAll() {
    int count = 0;
    for (ClientConnection connection : feed.connections()) {
      connection.cut();
      count++;
    }
    return count;
  }

  private void heartbeat() {
    long now = System.nanoTime();
    for (ClientConnection connection : feed.connections()) {
      connection.heartbeatIfIdle(now, privateFeed.subscribed(connection));
    }
  }

  @Override
  public void onStart() {
    started.countDown();
  }

  @Override
  public void onOpen(WebSocket socket, ClientHandshake handshake) {
    String path = handshake.getResourceDescriptor();
    if (!path.equals(PATH) && !path.startsWith(PATH + "?") && !path.equals(PATH + "/")) {
      socket.close(CloseFrame.POLICY_VALIDATION, "unknown path, use " + PATH);
      return;
    }
    long number = connections.incrementAndGet();
    ClientConnection connection =
        new ClientConnection((WebSocketImpl) socket, number, this, feed.market().size());
    socket.setAttachment(connection);
    feed.connected(connection);
    connection.sendNow(
        "{\"channel\":\"status\",\"type\":\"update\",\"data\":[{\"api_version\":\"v2\","
            + "\"connection_id\":"
            + Long.toUnsignedString(FIRST_CONNECTION_ID + number)
            + ",\"system\":\"online\",\"version\":\"2.0.4\"}]}");
    LOG.debug("connected connection={}", number);
  }

  @Override
  public void onMessage(WebSocket socket, String message) {
    ClientConnection connection = socket.getAttachment();
    if (connection != null) {
      requests.handle(connection, message);
    }
  }

  @Override
  public void onClose(WebSocket socket, int code, String reason, boolean remote) {
    ClientConnection connection = socket.getAttachment();
    if (connection != null) {
      feed.disconnected(connection);
      privateFeed.disconnected(connection);
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
    heartbeats.shutdownNow();
    try {
      stop(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
