package io.tapedeck.executor.venue.alpaca;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.executor.venue.ExecutionListener;
import io.tapedeck.executor.venue.wire.KeptConnection;
import io.tapedeck.executor.venue.wire.VenueJson;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps trade_updates subscribed. Alpaca repeats nothing to who comes late, so every new
 * subscription is a gap. Frames are text or, on the paper venue, binary; both hold JSON. A dead
 * peer is found by pings.
 */
final class AlpacaSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AlpacaSocket.class);
  private static final long CONNECT_MILLIS = 5_000;
  private static final int PING_SECONDS = 3;

  private final URI url;
  private final String key;
  private final String secret;
  private final ExecutionListener listener;
  private final KeptConnection kept;

  AlpacaSocket(URI url, String key, String secret, ExecutionListener listener, String account) {
    this.url = url;
    this.key = key;
    this.secret = secret;
    this.listener = listener;
    this.kept = new KeptConnection("alpaca-updates-" + account, this::connectOnce);
  }

  void start() {
    kept.start();
  }

  @Override
  public void close() {
    kept.close();
  }

  private boolean connectOnce() throws InterruptedException {
    Connection connection = new Connection();
    try {
      if (!connection.connectBlocking(CONNECT_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn("trade_updates socket {} did not connect", url);
        return false;
      }
      connection.ended.await();
      return connection.subscribed;
    } finally {
      connection.close();
    }
  }

  private final class Connection extends WebSocketClient {
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean subscribed;

    Connection() {
      super(url);
      setTcpNoDelay(true);
      setDaemon(true);
      setConnectionLostTimeout(PING_SECONDS);
    }

    @Override
    public void onOpen(ServerHandshake handshake) {
      send(
          VenueJson.write(
              VenueJson.object().put("action", "auth").put("key", key).put("secret", secret)));
    }

    @Override
    public void onMessage(ByteBuffer bytes) {
      try {
        onMessage(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
      } catch (CharacterCodingException e) {
        unreadable("a frame that is no UTF-8");
      }
    }

    @Override
    public void onMessage(String text) {
      try {
        message(VenueJson.parse(text));
      } catch (JsonProcessingException
          | IllegalArgumentException
          | DateTimeException
          | ArithmeticException e) {
        unreadable(String.valueOf(e.getMessage()));
      }
    }

    private void unreadable(String why) {
      LOG.error("Failed to decode WebSocket message: {}", why);
      listener.onGap("a trade_updates message could not be read");
    }

    private void message(JsonNode message) {
      JsonNode data = message.path("data");
      switch (message.path("stream").asText()) {
        case "authorization" -> {
          if (data.path("status").asText().equals("authorized")) {
            ObjectNode listen = VenueJson.object().put("action", "listen");
            listen.putObject("data").putArray("streams").add("trade_updates");
            send(VenueJson.write(listen));
          } else {
            LOG.error("trade_updates: 401 Unauthorized: {}", data.path("status").asText());
            ended.countDown();
          }
        }
        case "listening" -> {
          if (data.path("streams").toString().contains("\"trade_updates\"")) {
            subscribed = true;
            listener.onGap("subscribed");
          } else {
            LOG.error("trade_updates subscription refused");
            ended.countDown();
          }
        }
        case "trade_updates" -> update(data);
        default -> LOG.warn("trade_updates says {}", data.path("error").asText("nothing known"));
      }
    }

    /** The end of an order that another one replaced is no end of ours. */
    private void update(JsonNode data) {
      JsonNode order = data.path("order");
      switch (data.path("event").asText()) {
        case "fill", "partial_fill" -> listener.onFill(AlpacaParser.update(data));
        case "canceled", "expired", "rejected" ->
            listener.onOrder(AlpacaParser.order(order, Quantity.ZERO));
        case "trade_bust", "trade_correct" ->
            LOG.error(
                "ALARM {} of order {}: see to it by hand",
                data.path("event").asText(),
                order.path("id").asText());
        default -> LOG.debug("trade_updates event={}", data.path("event").asText());
      }
    }

    @Override
    public void onClose(int code, @Nullable String reason, boolean remote) {
      if (subscribed) {
        LOG.info("trade_updates socket closed: code={} reason={}", code, reason);
      }
      ended.countDown();
    }

    @Override
    public void onError(Exception problem) {
      LOG.warn("trade_updates socket failed: {}", problem.toString());
      ended.countDown();
    }
  }
}
