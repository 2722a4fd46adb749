package io.tapedeck.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** A WebSocket server that accepts, and says only what it is told to. */
public final class TestVenue extends WebSocketServer implements AutoCloseable {
  public final List<WebSocket> connections = new CopyOnWriteArrayList<>();
  public final List<String> heard = new CopyOnWriteArrayList<>();

  /** Most connections that were open at one time. */
  public final AtomicInteger mostOpen = new AtomicInteger();

  private final AtomicInteger open = new AtomicInteger();
  private final CountDownLatch started = new CountDownLatch(1);
  private final BiConsumer<WebSocket, String> answers;

  /** On any free port, silent. */
  public TestVenue() throws InterruptedException {
    this(0, (socket, text) -> {});
  }

  /**
   * Answers.
   *
   * @param port 0 for any
   * @param answers called with every text heard, and with the empty text on opening
   */
  public TestVenue(int port, BiConsumer<WebSocket, String> answers) throws InterruptedException {
    super(new InetSocketAddress("127.0.0.1", port), 1);
    this.answers = answers;
    setReuseAddr(true);
    setConnectionLostTimeout(0);
    start();
    assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
  }

  /** Its address with a path. */
  public URI url(String path) {
    return URI.create("ws://127.0.0.1:" + getPort() + path);
  }

  public void awaitConnections(int count) {
    await().atMost(Duration.ofSeconds(60)).until(() -> connections.size() >= count);
  }

  /** To the newest connection. */
  public void say(String text) {
    connections.get(connections.size() - 1).send(text);
  }

  @Override
  public void onOpen(WebSocket socket, ClientHandshake handshake) {
    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
    connections.add(socket);
    answers.accept(socket, "");
  }

  @Override
  public void onClose(WebSocket socket, int code, String reason, boolean remote) {
    open.decrementAndGet();
  }

  @Override
  public void onMessage(WebSocket socket, String message) {
    heard.add(message);
    answers.accept(socket, message);
  }

  @Override
  public void onError(WebSocket socket, Exception error) {}

  @Override
  public void onStart() {
    started.countDown();
  }

  @Override
  public void close() throws InterruptedException {
    stop(1_000);
  }
}
