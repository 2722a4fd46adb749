package io.tapedeck.simulator.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.simulator.market.MarketBoard;
import io.tapedeck.simulator.market.Notice;
import io.tapedeck.simulator.market.Tick;
import io.tapedeck.simulator.wire.ClientConnection;
import io.tapedeck.simulator.wire.SocketServer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls about market data: {@code GET sockets}, {@code GET|POST|DELETE sockets/faults}, {@code
 * POST status} (Kraken's), {@code POST halt} (of an instrument). Safe for several threads.
 */
public final class SocketControl {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SERVICE_RESTART = 1012;

  private final SocketServer sockets;
  private final SocketFaults faults;
  private final MarketBoard board;
  private final Consumer<String> krakenStatus;

  /**
   * Steers these.
   *
   * @param krakenStatus changes the system status
   */
  public SocketControl(
      SocketServer sockets, SocketFaults faults, MarketBoard board, Consumer<String> krakenStatus) {
    this.sockets = sockets;
    this.faults = faults;
    this.board = board;
    this.krakenStatus = krakenStatus;
  }

  @Nullable ObjectNode answer(String call, String body) throws JsonProcessingException {
    switch (call) {
      case "GET /control/sockets" -> {
        return connections();
      }
      case "POST /control/sockets/faults" -> faults.add(JSON.readTree(body));
      case "DELETE /control/sockets/faults" -> faults.clear();
      case "GET /control/sockets/faults" -> {
        // answered below
      }
      case "POST /control/status" -> {
        return status(JSON.readTree(body));
      }
      case "POST /control/halt" -> {
        return halt(JSON.readTree(body));
      }
      default -> {
        return null;
      }
    }
    ObjectNode answer = JSON.createObjectNode();
    long done = faults.describe(answer.putArray("planned"));
    return answer.put("done", done);
  }

  private ObjectNode connections() {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode all = answer.putArray("connections");
    for (ClientConnection one : sockets.connections()) {
      all.addObject()
          .put("number", one.number())
          .put("protocol", one.protocol())
          .put("subscribed", one.subscribed());
    }
    return answer;
  }

  /** Tells {@code system}; with {@code close} the venue then ends Kraken's connections politely. */
  private ObjectNode status(JsonNode wanted) {
    String system = wanted.path("system").asText();
    krakenStatus.accept(system);
    int closed = 0;
    for (ClientConnection one : sockets.connections()) {
      if (wanted.path("close").asBoolean(false) && one.protocol().startsWith("kraken-")) {
        one.close(SERVICE_RESTART, "service restart");
        closed++;
      }
    }
    return JSON.createObjectNode().put("system", system).put("closed", closed);
  }

  private ObjectNode halt(JsonNode wanted) {
    String symbol = wanted.path("symbol").asText();
    Integer index = board.market().index(symbol);
    if (index == null) {
      throw new IllegalArgumentException("no instrument named '" + symbol + "'");
    }
    boolean halted = wanted.path("halted").asBoolean(true);
    Notice notice =
        halted
            ? new Notice.Status("H", "Trading Halt", "T12", "Trading Halted")
            : new Notice.Status("T", "Trading Resumption", "", "");
    board.still(
        () -> {
          long eventNs = board.market().pair(index).eventNs();
          return board.onTick(Tick.notice(index, eventNs, notice));
        });
    board.onPause();
    return JSON.createObjectNode().put("symbol", symbol).put("halted", halted);
  }
}
