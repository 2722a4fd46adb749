package io.tapedeck.executor.venue.kraken;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.executor.venue.ExecutionListener;
import io.tapedeck.executor.venue.VenueUnavailableException;
import io.tapedeck.executor.venue.wire.KeptConnection;
import io.tapedeck.executor.venue.wire.VenueJson;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one subscription of the executions channel alive: a fresh token for each connection, a new
 * connection after a gap, an error, or silence; waits grow and are jittered.
 */
final class KrakenSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KrakenSocket.class);
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final URI url;
  private final Supplier<String> token;
  private final ExecutionListener listener;
  private final KeptConnection kept;

  KrakenSocket(URI url, Supplier<String> token, ExecutionListener listener, String account) {
    this.url = url;
    this.token = token;
    this.listener = listener;
    this.kept = new KeptConnection("kraken-executions-" + account, this::connectOnce);
  }

  void start() {
    kept.start();
  }

  @Override
  public void close() {
    kept.close();
  }

  /** One connection from start to end; true if it was subscribed at some time. */
  private boolean connectOnce() throws InterruptedException {
    String fresh;
    try {
      fresh = token.get();
    } catch (VenueUnavailableException e) {
      LOG.warn("Failed to get WebSocket token: {}", e.getMessage());
      return false;
    }
    Connection connection = new Connection(url, fresh, listener);
    try {
      if (!connection.connectBlocking(SILENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("executions socket {} did not connect", url);
        return false;
      }
      while (!connection.ended.await(SILENCE.toMillis() / 10, TimeUnit.MILLISECONDS)) {
        if (System.nanoTime() - connection.lastNanos > SILENCE.toNanos()) {
          LOG.warn("executions socket silent for {} ms: connecting anew", SILENCE.toMillis());
          return connection.subscribed;
        }
      }
      return connection.subscribed;
    } finally {
      connection.close();
    }
  }

  private static final class Connection extends WebSocketClient {
    private final String token;
    private final ExecutionListener listener;
    private final KrakenExecutions executions;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long lastNanos = System.nanoTime();
    private volatile boolean subscribed;

    Connection(URI url, String token, ExecutionListener listener) {
      super(url);
      this.token = token;
      this.listener = listener;
      this.executions = new KrakenExecutions(listener);
      setTcpNoDelay(true);
      setDaemon(true);
      // silence is watched by messages, since Kraken sends a heartbeat each second
      setConnectionLostTimeout(0);
    }

    @Override
    public void onOpen(ServerHandshake handshake) {
      ObjectNode request = VenueJson.object().put("method", "subscribe").put("req_id", 1);
      request
          .putObject("params")
          .put("channel", "executions")
          .put("token", token)
          .put("snap_orders", true)
          .put("snap_trades", true)
          .put("order_status", true);
      send(VenueJson.write(request));
    }

    @Override
    public void onMessage(String text) {
      lastNanos = System.nanoTime();
      try {
        message(VenueJson.parse(text));
      } catch (JsonProcessingException
          | IllegalArgumentException
          | DateTimeException
          | ArithmeticException e) {
        LOG.error("Failed to decode WebSocket message: {}", e.getMessage());
        listener.onGap("an executions message could not be read");
      }
    }

    private void message(JsonNode message) {
      if (message.path("channel").asText().equals("executions")) {
        if (!executions.onMessage(message)) {
          LOG.warn("gap in the executions sequence: connecting anew");
          listener.onGap("gap in the executions sequence");
          ended.countDown();
        }
      } else if (message.path("method").asText().equals("subscribe")) {
        if (message.path("success").asBoolean()) {
          subscribed = true;
          listener.onGap("subscribed");
        } else {
          LOG.error("executions subscription refused: {}", message.path("error").asText());
          ended.countDown();
        }
      }
    }

    @Override
    public void onClose(int code, @Nullable String reason, boolean remote) {
      if (subscribed) {
        LOG.info("executions socket closed: code={} reason={}", code, reason);
      }
      ended.countDown();
    }

    @Override
    public void onError(Exception problem) {
      LOG.warn("executions socket failed: {}", problem.toString());
      ended.countDown();
    }
  }
}
