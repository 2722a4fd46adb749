package io.tapedeck.simulator.alpaca;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.simulator.exchange.ExchangeListener;
import io.tapedeck.simulator.exchange.Fill;
import io.tapedeck.simulator.exchange.Order;
import io.tapedeck.simulator.exchange.OrderEvent;
import io.tapedeck.simulator.wire.ClientConnection;
import io.tapedeck.simulator.wire.Refusals;
import io.tapedeck.simulator.wire.SocketProtocol;
import io.tapedeck.simulator.wire.SocketServer;
import io.tapedeck.simulator.wire.WireJson;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.handshake.ClientHandshake;
import org.jspecify.annotations.Nullable;

/**
 * Alpaca's stream of order updates on {@code /stream}. Nothing is repeated to who comes late.
 * Frames are binary, as on Alpaca's paper venue; {@code /stream?frames=text} gets the live venue's
 * text. Updates come on the ledger's thread, after the sync.
 */
public final class TradeUpdates implements SocketProtocol, ExchangeListener {
  private static final String NAME = "alpaca-trading";

  private final AlpacaKeys keys;
  private final Function<String, @Nullable String> accountOf;
  private final Refusals refusals;
  private final List<Connection> connections = new CopyOnWriteArrayList<>();

  /**
   * A stream for these keys.
   *
   * @param accountOf the account of a key
   */
  public TradeUpdates(
      AlpacaKeys keys, Function<String, @Nullable String> accountOf, Refusals refusals) {
    this.keys = keys;
    this.accountOf = accountOf;
    this.refusals = refusals;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean serves(String path) {
    return path.equals("/stream");
  }

  @Override
  public ClientConnection connected(
      SocketServer server, WebSocketImpl socket, long number, ClientHandshake handshake) {
    boolean text = handshake.getResourceDescriptor().endsWith("?frames=text");
    Connection connection = new Connection(socket, number, server, !text);
    connections.add(connection);
    return connection;
  }

  @Override
  public void onOrderEvent(long seq, OrderEvent event) {
    String name = name(event);
    if (name == null || connections.isEmpty()) {
      return;
    }
    Fill fill = event.fill();
    ObjectNode shown =
        AlpacaOrderMessages.order(
            event.order(),
            event.filled(),
            event.cost(),
            statusAt(name, event.filled()),
            event.atNs());
    ObjectNode update = AlpacaOrderMessages.update(name, event.order(), fill, event.atNs(), shown);
    for (Connection connection : connections) {
      connection.update(event.order().account(), update);
    }
  }

  private static @Nullable String name(OrderEvent event) {
    return switch (event.kind()) {
      case NEW -> "new";
      case TRADE -> event.filled() == event.quantity() ? "fill" : "partial_fill";
      case CANCELED -> event.reason().startsWith(Order.REPLACED_BY) ? "replaced" : "canceled";
      case EXPIRED -> "expired";
      case PENDING_NEW, FILLED, AMENDED -> null; // told by another event, or not of this venue
    };
  }

  private static String statusAt(String event, long filled) {
    return switch (event) {
      case "fill" -> "filled";
      case "partial_fill" -> "partially_filled";
      case "new" -> filled == 0 ? "new" : "partially_filled";
      default -> event;
    };
  }

  private final class Connection extends ClientConnection {
    private volatile @Nullable String account;
    private volatile boolean listening;

    Connection(WebSocketImpl socket, long number, SocketServer server, boolean binary) {
      super(socket, number, server, NAME);
      if (binary) {
        speakBinary();
      }
    }

    @Override
    protected void onText(String text) {
      try {
        handle(WireJson.parse(text));
      } catch (JsonProcessingException e) {
        error("invalid syntax");
      }
    }

    private void handle(JsonNode request) {
      switch (request.path("action").asText()) {
        case "auth" -> authenticate(request.path("key"), request.path("secret"));
        case "authenticate" ->
            authenticate(
                request.path("data").path("key_id"), request.path("data").path("secret_key"));
        case "listen" -> listen(request.path("data").path("streams"));
        default -> error("unknown action");
      }
    }

    private void authenticate(JsonNode key, JsonNode secret) {
      boolean refused = refusals.refuse(NAME, Refusals.Request.AUTHENTICATE) != null;
      boolean known = !refused && keys.known(key.asText(), secret.asText());
      account = known ? accountOf.apply(key.asText()) : null;
      ObjectNode answer = WireJson.object().put("stream", "authorization");
      answer
          .putObject("data")
          .put("action", "authenticate")
          .put("status", known ? "authorized" : "unauthorized");
      sendNow(answer);
    }

    private void listen(JsonNode streams) {
      if (account == null || refusals.refuse(NAME, Refusals.Request.SUBSCRIBE) != null) {
        error("not authenticated");
        return;
      }
      boolean wanted = false;
      for (JsonNode stream : streams) {
        wanted |= stream.asText().equals("trade_updates");
      }
      ObjectNode answer = WireJson.object().put("stream", "listening");
      var now = answer.putObject("data").putArray("streams");
      if (wanted) {
        now.add("trade_updates");
      }
      listening = wanted;
      sendNow(answer);
    }

    private void error(String text) {
      ObjectNode answer = WireJson.object().put("stream", "error");
      answer.putObject("data").put("error", text);
      sendNow(answer);
    }

    void update(String whose, ObjectNode update) {
      if (listening && whose.equals(account)) {
        sendNow(update);
      }
    }

    @Override
    protected void onClosed() {
      connections.remove(this);
    }

    @Override
    public String subscribed() {
      return listening ? "trade_updates" : "";
    }
  }
}
