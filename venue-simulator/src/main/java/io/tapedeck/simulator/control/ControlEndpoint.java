package io.tapedeck.simulator.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.simulator.exchange.Exchange;
import io.tapedeck.simulator.market.Market;
import io.tapedeck.simulator.market.MarketPlayer;
import io.tapedeck.simulator.market.MarketSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /control/...}: {@code POST play}, {@code POST pause}, {@code GET state}, {@code GET
 * ledger}, {@code GET|POST|DELETE faults}, {@code POST disconnect}, and what {@link SocketControl}
 * answers. Answers JSON; 400 says what was not understood. Safe for several threads.
 */
public final class ControlEndpoint implements HttpHandler {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST_BODY = 1 << 20;

  private final MarketPlayer player;
  private final Market market;
  private final Exchange exchange;
  private final FaultQueue faults;
  private final Path ledgerFile;
  private final IntSupplier disconnectAll;
  private final SocketControl sockets;

  /** Steers these. */
  public ControlEndpoint(
      MarketPlayer player,
      Market market,
      Exchange exchange,
      FaultQueue faults,
      Path ledgerFile,
      IntSupplier disconnectAll,
      SocketControl sockets) {
    this.player = player;
    this.market = market;
    this.exchange = exchange;
    this.faults = faults;
    this.ledgerFile = ledgerFile;
    this.disconnectAll = disconnectAll;
    this.sockets = sockets;
  }

  @Override
  public void handle(HttpExchange http) throws IOException {
    try {
      String body =
          new String(http.getRequestBody().readNBytes(LARGEST_BODY), StandardCharsets.UTF_8);
      String call = http.getRequestMethod() + " " + http.getRequestURI().getPath();
      ObjectNode answer = answer(call, body);
      if (answer == null) {
        respond(http, 404, JSON.createObjectNode().put("error", "no such call: " + call));
      } else {
        respond(http, 200, answer);
      }
    } catch (JsonProcessingException | IllegalArgumentException e) {
      respond(http, 400, JSON.createObjectNode().put("error", e.getMessage()));
    } finally {
      http.close();
    }
  }

  private static void respond(HttpExchange http, int status, ObjectNode answer) throws IOException {
    byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
    http.getResponseHeaders().set("Content-Type", "application/json");
    http.sendResponseHeaders(status, bytes.length);
    http.getResponseBody().write(bytes);
  }

  private @Nullable ObjectNode answer(String call, String body) throws JsonProcessingException {
    switch (call) {
      case "POST /control/play" -> player.play();
      case "POST /control/pause" -> player.pause();
      case "POST /control/faults" -> faults.add(JSON.readTree(body));
      case "DELETE /control/faults" -> faults.clear();
      case "POST /control/disconnect" -> {
        return JSON.createObjectNode().put("connections", disconnectAll.getAsInt());
      }
      case "GET /control/state", "GET /control/faults", "GET /control/ledger" -> {
        // answered below
      }
      default -> {
        return sockets.answer(call, body);
      }
    }
    if (call.endsWith("faults")) {
      return waitingFaults();
    }
    return call.endsWith("ledger") ? ledger() : state();
  }

  private ObjectNode waitingFaults() {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode waiting = answer.putArray("waiting");
    for (Fault fault : faults.waiting()) {
      waiting
          .addObject()
          .put("target", fault.target())
          .put("kind", fault.kind().name())
          .put("when", fault.when().name());
    }
    return answer;
  }

  private ObjectNode state() {
    MarketPlayer.State state = player.state();
    ObjectNode answer =
        JSON.createObjectNode()
            .put("playing", state.playing())
            .put("finished", state.finished())
            .put("ticks_total", state.total())
            .put("ticks_played", state.played());
    long quotes = 0;
    long trades = 0;
    ObjectNode instruments = JSON.createObjectNode();
    for (int i = 0; i < market.size(); i++) {
      quotes += state.quotesSent()[i];
      trades += state.tradesSent()[i];
      instruments
          .putObject(market.pair(i).instrument().symbol())
          .put("quotes", state.quotesSent()[i])
          .put("trades", state.tradesSent()[i]);
    }
    answer.put("ticks_sent", quotes + trades).put("quotes_sent", quotes).put("trades_sent", trades);
    answer.set("instruments", instruments);
    ArrayNode bad = answer.put("bad_row_count", state.badRows().size()).putArray("bad_rows");
    for (MarketSource.BadRow row : state.badRows()) {
      bad.addObject().put("line", row.line()).put("reason", row.reason());
    }
    return answer;
  }

  private ObjectNode ledger() {
    exchange.awaitSynced();
    ObjectNode answer = JSON.createObjectNode().put("file", ledgerFile.toString());
    return exchange.read(
        view -> {
          answer
              .put("orders", view.orderCount())
              .put("fills", view.fillCount())
              .put("duplicates_by_cl_ord_id", view.duplicateClientIds());
          ObjectNode accounts = answer.putObject("accounts");
          for (String account : view.accounts()) {
            ObjectNode one =
                accounts
                    .putObject(account)
                    .put("open_orders", view.open(account).size())
                    .put("closed_orders", view.closed(account).size())
                    .put("fills", view.fills(account).size());
            ObjectNode balances = one.putObject("balances");
            view.balances(account)
                .forEach((asset, amount) -> balances.put(asset, FixedPoint.format(amount)));
          }
          return answer;
        });
  }
}
