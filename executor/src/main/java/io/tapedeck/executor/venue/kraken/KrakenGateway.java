package io.tapedeck.executor.venue.kraken;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.VenueStatement.Balance;
import io.tapedeck.executor.core.SendOutcome;
import io.tapedeck.executor.core.VenueFill;
import io.tapedeck.executor.core.VenueOrder;
import io.tapedeck.executor.venue.CallObserver;
import io.tapedeck.executor.venue.ExecutionListener;
import io.tapedeck.executor.venue.OrderGateway;
import io.tapedeck.executor.venue.Preflight;
import io.tapedeck.executor.venue.VenueUnavailableException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One Kraken spot account. */
public final class KrakenGateway implements OrderGateway {
  private static final int IDS_PER_QUERY = 20;
  private static final int MOST_PAGES = 200;
  private static final String NOBODYS_ID = "00000000-0000-4000-8000-000000000000";

  private final Settings settings;
  private final KrakenRest rest;
  private volatile @Nullable KrakenPairs pairs;
  private volatile @Nullable KrakenSocket socket;

  /**
   * How to reach the account.
   *
   * @param account our name of it, for thread names
   * @param nonceFile keeps nonces increasing over restarts; one per key
   * @param retryDelay between repeats of reads
   * @param epochNanos wall clock
   */
  public record Settings(
      String account,
      URI restUrl,
      URI webSocketUrl,
      String apiKey,
      String apiSecret,
      Path nonceFile,
      Duration callTimeout,
      Duration retryDelay,
      LongSupplier epochNanos,
      CallObserver observer) {
    /** Without key and secret. */
    @Override
    public String toString() {
      return "Kraken account " + account + " at " + restUrl;
    }
  }

  /**
   * An account; connects nowhere yet.
   *
   * @throws IllegalArgumentException if the secret is not base64
   */
  public KrakenGateway(Settings settings) {
    this.settings = settings;
    this.rest =
        new KrakenRest(
            settings.restUrl(),
            settings.apiKey(),
            new KrakenSignature(settings.apiSecret()),
            new Nonces(
                settings.nonceFile(),
                () -> Math.floorDiv(settings.epochNanos().getAsLong(), 1_000L)),
            settings.callTimeout(),
            settings.retryDelay(),
            settings.observer());
  }

  @Override
  public String venue() {
    return KrakenPairs.VENUE;
  }

  /** Each permission is tried with what changes nothing; a cancel of an id that nobody has. */
  @Override
  public Preflight preflight() {
    List<String> problems = new ArrayList<>();
    permission("query funds", "Balance", Map.of(), problems);
    permission("view open orders and trades", "OpenOrders", Map.of(), problems);
    permission("view closed orders and trades", "TradesHistory", Map.of(), problems);
    permission("WebSocket token", "GetWebSocketsToken", Map.of(), problems);
    permission("cancel orders", "CancelOrder", Map.of("cl_ord_id", NOBODYS_ID), problems);
    return new Preflight(null, "", problems);
  }

  private void permission(
      String what, String method, Map<String, String> form, List<String> problems) {
    String error = rest.refusal(method, form);
    if (error != null && KrakenErrors.credentials(error)) {
      problems.add("the API key lacks permission or is wrong (" + what + "): " + error);
    }
  }

  @Override
  public SendOutcome submit(
      InstrumentId instrument, OrderTerms terms, ClientOrderId clientOrderId, long deadlineNanos) {
    String unsupported = KrakenForms.unsupported(terms);
    if (unsupported != null) {
      return new SendOutcome.NotSent("UNSUPPORTED: " + unsupported);
    }
    String altname;
    try {
      altname = pairs().altname(instrument);
    } catch (VenueUnavailableException e) {
      return new SendOutcome.NotSent("VENUE_UNAVAILABLE: " + e.getMessage());
    }
    if (altname == null) {
      return new SendOutcome.NotSent("UNKNOWN_PAIR: Kraken lists no " + instrument);
    }
    return KrakenParser.added(
        rest.send("AddOrder", KrakenForms.add(altname, terms, clientOrderId, deadlineNanos)),
        terms);
  }

  @Override
  public SendOutcome amend(
      ClientOrderId clientOrderId,
      Quantity quantity,
      @Nullable Price limitPrice,
      long deadlineNanos) {
    return KrakenParser.amended(
        rest.send(
            "AmendOrder", KrakenForms.amend(clientOrderId, quantity, limitPrice, deadlineNanos)));
  }

  @Override
  public SendOutcome cancel(ClientOrderId clientOrderId) {
    return KrakenParser.canceled(
        rest.send("CancelOrder", Map.of("cl_ord_id", clientOrderId.value())));
  }

  @Override
  public SendOutcome cancelAll() {
    return KrakenParser.canceledAll(rest.send("CancelAll", Map.of()));
  }

  @Override
  public void deadMansSwitch(Duration after) {
    String error =
        rest.refusal("CancelAllOrdersAfter", Map.of("timeout", String.valueOf(after.toSeconds())));
    if (error != null) {
      throw new VenueUnavailableException("Kraken CancelAllOrdersAfter failed: " + error);
    }
  }

  @Override
  public @Nullable VenueOrder findByClientOrderId(ClientOrderId clientOrderId) {
    Map<String, String> form = Map.of("cl_ord_id", clientOrderId.value(), "trades", "true");
    // open first: an order can only move from open to closed between the two questions
    for (String[] place : new String[][] {{"OpenOrders", "open"}, {"ClosedOrders", "closed"}}) {
      for (VenueOrder order : readOrders(place[0], form, place[1])) {
        if (clientOrderId.equals(order.clientOrderId())) {
          return order;
        }
      }
    }
    return null;
  }

  private List<VenueOrder> readOrders(String method, Map<String, String> form, String field) {
    return understood(
        method, rest.read(method, form).path(field), node -> KrakenParser.orders(node, pairs()));
  }

  @Override
  public List<VenueOrder> openOrders() {
    return readOrders("OpenOrders", Map.of("trades", "true"), "open");
  }

  @Override
  public List<VenueOrder> orders(Collection<VenueOrderId> ids) {
    List<VenueOrder> found = new ArrayList<>();
    for (String some : batches(ids.stream().map(VenueOrderId::value).toList())) {
      found.addAll(
          understood(
              "QueryOrders",
              rest.read("QueryOrders", Map.of("txid", some, "trades", "true")),
              node -> KrakenParser.orders(node, pairs())));
    }
    return found;
  }

  @Override
  public List<VenueFill> fills(Collection<ExecutionId> ids) {
    List<VenueFill> found = new ArrayList<>();
    for (String some : batches(ids.stream().map(ExecutionId::value).toList())) {
      found.addAll(
          understood(
              "QueryTrades",
              rest.read("QueryTrades", Map.of("txid", some)),
              node -> KrakenParser.fills(node, pairs())));
    }
    return found;
  }

  @Override
  public List<VenueFill> fillsSince(long epochNanos) {
    Map<String, VenueFill> found = new LinkedHashMap<>();
    int offset = 0;
    for (int page = 0; page < MOST_PAGES; page++) {
      JsonNode result =
          rest.read(
              "TradesHistory",
              Map.of("start", KrakenForms.seconds(epochNanos), "ofs", String.valueOf(offset)));
      List<VenueFill> fills =
          understood(
              "TradesHistory", result.path("trades"), node -> KrakenParser.fills(node, pairs()));
      fills.forEach(fill -> found.put(fill.execution().id().value(), fill));
      offset += fills.size();
      if (fills.isEmpty() || offset >= result.path("count").asInt()) {
        break;
      }
    }
    return List.copyOf(found.values());
  }

  @Override
  public List<Balance> balances() {
    return understood("Balance", rest.read("Balance", Map.of()), KrakenParser::balances);
  }

  @Override
  public void stream(ExecutionListener listener) {
    KrakenSocket started =
        new KrakenSocket(settings.webSocketUrl(), this::token, listener, settings.account());
    socket = started;
    started.start();
  }

  private String token() {
    String token = rest.read("GetWebSocketsToken", Map.of()).path("token").asText();
    if (token.isBlank()) {
      throw new VenueUnavailableException("GetWebSocketsToken answered without a token");
    }
    return token;
  }

  private KrakenPairs pairs() {
    KrakenPairs known = pairs;
    if (known == null) {
      known = new KrakenPairs(rest.readPublic("AssetPairs"));
      pairs = known;
    }
    return known;
  }

  private static List<String> batches(List<String> ids) {
    List<String> batches = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += IDS_PER_QUERY) {
      batches.add(String.join(",", ids.subList(from, Math.min(ids.size(), from + IDS_PER_QUERY))));
    }
    return batches;
  }

  private static <T> T understood(String method, JsonNode node, Function<JsonNode, T> parser) {
    try {
      return parser.apply(node);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new VenueUnavailableException(
          "Kraken " + method + " answered what cannot be read: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    KrakenSocket open = socket;
    if (open != null) {
      open.close();
    }
    rest.close();
  }
}
