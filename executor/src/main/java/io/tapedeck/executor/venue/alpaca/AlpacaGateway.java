package io.tapedeck.executor.venue.alpaca;

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
import io.tapedeck.executor.venue.wire.VenueJson;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One Alpaca trading account: US shares and crypto. */
public final class AlpacaGateway implements OrderGateway {
  private static final int PAGE = 100;
  private static final int ORDERS_PAGE = 500;
  private static final int MOST_PAGES = 200;

  private final Settings settings;
  private final AlpacaRest rest;
  private final AlpacaOrderBook book;
  private final AlpacaAssets assets;
  private volatile @Nullable AlpacaSocket socket;

  /**
   * How to reach the account.
   *
   * @param account our name of it, for thread names
   * @param restUrl with or without {@code /v2}
   * @param streamUrl of trade_updates, path included
   * @param retryDelay between repeats of reads
   * @param clockSkew by how much Alpaca's clock may differ from ours
   * @param epochNanos wall clock
   */
  public record Settings(
      String account,
      URI restUrl,
      URI streamUrl,
      String apiKey,
      String apiSecret,
      Duration callTimeout,
      Duration retryDelay,
      Duration clockSkew,
      LongSupplier epochNanos,
      CallObserver observer) {
    /** Without key and secret. */
    @Override
    public String toString() {
      return "Alpaca account " + account + " at " + restUrl;
    }
  }

  /** An account; connects nowhere yet. */
  public AlpacaGateway(Settings settings) {
    this.settings = settings;
    this.rest =
        new AlpacaRest(
            settings.restUrl(),
            settings.apiKey(),
            settings.apiSecret(),
            settings.callTimeout(),
            settings.retryDelay(),
            settings.observer());
    this.book = new AlpacaOrderBook(rest);
    this.assets = new AlpacaAssets(rest, settings.epochNanos());
  }

  @Override
  public String venue() {
    return AlpacaParser.VENUE;
  }

  @Override
  public Preflight preflight() {
    return understood(
        "account",
        () -> {
          if (rest.ask("account", "/account") instanceof AlpacaReply.Refused refused
              && (refused.status() == 401 || refused.status() == 403)) {
            // Alpaca answers a wrong key with 403, too; operators know it as 401
            String why =
                "401 Unauthorized: the API key or its secret is wrong or of the other venue (paper,"
                    + " live); make new ones: HTTP "
                    + refused.status()
                    + " "
                    + refused.message();
            return new Preflight(null, "", List.of(why));
          }
          JsonNode account = rest.read("account", "/account");
          List<String> problems = new ArrayList<>(AlpacaAccount.problems(account));
          long asked = settings.epochNanos().getAsLong();
          long theirs = VenueJson.timestampNanos(rest.read("clock", "/clock"), "timestamp");
          long now = settings.epochNanos().getAsLong();
          long allowed = settings.clockSkew().toNanos();
          if (theirs < asked - allowed || theirs > now + allowed) {
            problems.add(
                "the venue's clock is "
                    + Duration.ofNanos(theirs - now).toMillis()
                    + " ms ahead of ours, more than execution.clock_skew_ms");
          }
          rest.read("orders", "/orders?limit=1");
          return new Preflight(
              account.path("account_number").asText(null),
              "buying_power=" + account.path("buying_power").asText(),
              problems);
        });
  }

  @Override
  public SendOutcome submit(
      InstrumentId instrument, OrderTerms terms, ClientOrderId clientOrderId, long deadlineNanos) {
    String unsupported = AlpacaForms.unsupported(instrument, terms);
    if (unsupported != null) {
      return new SendOutcome.NotSent("UNSUPPORTED: " + unsupported);
    }
    String untradable;
    try {
      untradable = assets.untradable(instrument.symbol());
    } catch (VenueUnavailableException e) {
      return new SendOutcome.NotSent("VENUE_UNAVAILABLE: " + e.getMessage());
    }
    if (untradable != null) {
      return new SendOutcome.NotSent("NOT_TRADABLE: " + untradable);
    }
    SendOutcome outcome =
        AlpacaParser.placed(
            rest.send(
                "submit", "POST", "/orders", AlpacaForms.submit(instrument, terms, clientOrderId)),
            clientOrderId.value());
    if (outcome instanceof SendOutcome.Accepted accepted && accepted.venueOrderId() != null) {
      book.remember(accepted.venueOrderId().value(), clientOrderId);
    }
    return outcome;
  }

  /**
   * Alpaca puts a new order into the place of the old one. How that counts what was filled is not
   * documented, so an order that is filled in part is not replaced.
   */
  @Override
  public SendOutcome amend(
      ClientOrderId clientOrderId,
      Quantity quantity,
      @Nullable Price limitPrice,
      long deadlineNanos) {
    AlpacaOrderBook.Tail tail;
    try {
      tail = understood("order", () -> book.byClientOrderId(clientOrderId));
    } catch (VenueUnavailableException e) {
      return new SendOutcome.NotSent("VENUE_UNAVAILABLE: " + e.getMessage());
    }
    if (tail == null) {
      return new SendOutcome.NotSent("UNKNOWN_ORDER: Alpaca has no order " + clientOrderId);
    }
    if (AlpacaParser.filled(tail.order()).signum() > 0) {
      return new SendOutcome.NotSent(
          "UNSUPPORTED: an order filled in part is not replaced at Alpaca; cancel it and send a"
              + " new one");
    }
    String successor = AlpacaParser.successor(tail.order().path("client_order_id").asText());
    SendOutcome outcome =
        AlpacaParser.placed(
            rest.send(
                "replace",
                "PATCH",
                "/orders/" + AlpacaOrderBook.encode(tail.order().path("id").asText()),
                AlpacaForms.replace(quantity, limitPrice, successor)),
            successor);
    if (outcome instanceof SendOutcome.Accepted accepted && accepted.venueOrderId() != null) {
      book.remember(accepted.venueOrderId().value(), clientOrderId);
    }
    return outcome;
  }

  @Override
  public SendOutcome cancel(ClientOrderId clientOrderId) {
    AlpacaOrderBook.Tail tail;
    try {
      tail = understood("order", () -> book.byClientOrderId(clientOrderId));
    } catch (VenueUnavailableException e) {
      return new SendOutcome.NotSent("VENUE_UNAVAILABLE: " + e.getMessage());
    }
    if (tail == null) {
      return new SendOutcome.NotSent("UNKNOWN_ORDER: Alpaca has no order " + clientOrderId);
    }
    return AlpacaParser.canceled(
        rest.send(
            "cancel",
            "DELETE",
            "/orders/" + AlpacaOrderBook.encode(tail.order().path("id").asText()),
            null));
  }

  @Override
  public SendOutcome cancelAll() {
    return AlpacaParser.canceled(rest.send("cancel_all", "DELETE", "/orders", null));
  }

  /** Alpaca has none. */
  @Override
  public void deadMansSwitch(Duration after) {}

  @Override
  public @Nullable VenueOrder findByClientOrderId(ClientOrderId clientOrderId) {
    return understood(
        "by_client_order_id",
        () -> {
          AlpacaOrderBook.Tail tail = book.byClientOrderId(clientOrderId);
          return tail == null ? null : tail.seen();
        });
  }

  @Override
  public List<VenueOrder> openOrders() {
    return understood(
        "orders",
        () -> {
          List<VenueOrder> open = new ArrayList<>();
          String after = "";
          for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode orders =
                rest.read(
                    "orders", "/orders?status=open&direction=asc&limit=" + ORDERS_PAGE + after);
            for (JsonNode order : orders) {
              book.remember(order.path("id").asText(), AlpacaParser.clientOrderId(order));
              open.add(AlpacaParser.order(order, Quantity.ZERO));
              after = "&after=" + AlpacaOrderBook.encode(order.path("submitted_at").asText());
            }
            if (orders.size() < ORDERS_PAGE) {
              break;
            }
          }
          return open;
        });
  }

  @Override
  public List<VenueOrder> orders(Collection<VenueOrderId> ids) {
    List<VenueOrder> found = new ArrayList<>();
    Set<VenueOrderId> missing = new HashSet<>(ids);
    for (VenueOrder open : openOrders()) {
      if (missing.remove(open.id())) {
        found.add(open);
      }
    }
    for (VenueOrderId id : missing) {
      AlpacaOrderBook.Tail tail = understood("order", () -> book.byId(id));
      if (tail != null) {
        found.add(understood("order", tail::seen));
      }
    }
    return found;
  }

  @Override
  public List<VenueFill> fillsSince(long epochNanos) {
    Instant since = Instant.ofEpochSecond(0, epochNanos);
    return activities("&direction=asc&after=" + AlpacaOrderBook.encode(since.toString()), Set.of());
  }

  @Override
  public List<VenueFill> fills(Collection<ExecutionId> ids) {
    Set<ExecutionId> wanted = new HashSet<>(ids);
    List<VenueFill> found = new ArrayList<>(activities("&direction=desc", wanted));
    found.removeIf(fill -> !wanted.contains(fill.execution().id()));
    return found;
  }

  /** All pages, or as many as hold the wanted ones. */
  private List<VenueFill> activities(String query, Set<ExecutionId> wanted) {
    return understood(
        "activities",
        () -> {
          List<VenueFill> fills = new ArrayList<>();
          Set<ExecutionId> open = new HashSet<>(wanted);
          String token = "";
          for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode activities =
                rest.read(
                    "activities", "/account/activities/FILL?page_size=" + PAGE + query + token);
            for (JsonNode activity : activities) {
              VenueFill fill =
                  AlpacaParser.activity(activity, book.owner(activity.path("order_id").asText()));
              fills.add(fill);
              open.remove(fill.execution().id());
              token = "&page_token=" + AlpacaOrderBook.encode(activity.path("id").asText());
            }
            if (activities.size() < PAGE || (!wanted.isEmpty() && open.isEmpty())) {
              break;
            }
          }
          return fills;
        });
  }

  @Override
  public List<Balance> balances() {
    return understood(
        "positions",
        () ->
            AlpacaAccount.balances(
                rest.read("account", "/account"), rest.read("positions", "/positions")));
  }

  @Override
  public void stream(ExecutionListener listener) {
    AlpacaSocket started =
        new AlpacaSocket(
            settings.streamUrl(),
            settings.apiKey(),
            settings.apiSecret(),
            listener,
            settings.account());
    socket = started;
    started.start();
  }

  private static <T extends @Nullable Object> T understood(String call, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw new VenueUnavailableException(
          "Alpaca " + call + " answered what cannot be read: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    AlpacaSocket open = socket;
    if (open != null) {
      open.close();
    }
    rest.close();
  }
}
