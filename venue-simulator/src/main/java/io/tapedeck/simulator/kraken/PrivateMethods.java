package io.tapedeck.simulator.kraken;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.simulator.exchange.Exchange;
import io.tapedeck.simulator.exchange.ExchangeView;
import io.tapedeck.simulator.exchange.Fill;
import io.tapedeck.simulator.exchange.Order;
import io.tapedeck.simulator.exchange.OrderRequest;
import io.tapedeck.simulator.exchange.RefusedException;
import io.tapedeck.simulator.market.Market;
import io.tapedeck.simulator.wire.Rfc3339;
import io.tapedeck.simulator.wire.WireJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** REST under {@code /0/private}, the caller's account being known. Safe for several threads. */
final class PrivateMethods {
  private static final int PAGE = 50;

  private final Exchange exchange;
  private final OrderForms forms;
  private final SocketTokens tokens;

  PrivateMethods(Exchange exchange, Market market, SocketTokens tokens, long earliestDeadlineNs) {
    this.exchange = exchange;
    this.forms = new OrderForms(market, earliestDeadlineNs);
    this.tokens = tokens;
  }

  /** The result, or null if there is no such method. */
  @Nullable ObjectNode call(String account, String method, Parameters form, long receivedNs)
      throws KrakenError {
    try {
      return switch (method) {
        case "AddOrder" -> addOrder(account, form, receivedNs);
        case "AmendOrder" -> amendOrder(account, form);
        case "CancelOrder" -> cancelOrder(account, form);
        case "CancelAll" -> WireJson.object().put("count", exchange.cancelAll(account));
        case "CancelAllOrdersAfter" -> cancelAllOrdersAfter(account, form);
        case "OpenOrders" -> openOrders(account, form);
        case "ClosedOrders" -> closedOrders(account, form);
        case "QueryOrders" -> queryOrders(account, form);
        case "TradesHistory" -> tradesHistory(account, form);
        case "QueryTrades" -> queryTrades(account, form);
        case "Balance" -> balance(account);
        case "BalanceEx" -> balanceEx(account);
        case "GetWebSocketsToken" ->
            WireJson.object()
                .put("token", tokens.issue(account))
                .put("expires", SocketTokens.LIFE_SECONDS);
        default -> null;
      };
    } catch (RefusedException e) {
      throw KrakenError.of(e);
    }
  }

  private ObjectNode addOrder(String account, Parameters form, long receivedNs)
      throws KrakenError, RefusedException {
    OrderRequest request = forms.rest(account, form, receivedNs);
    String described =
        exchange.read(
            view -> RestText.described(request, view.market().pair(request.pair()).instrument()));
    ObjectNode result = WireJson.object();
    result.putObject("descr").put("order", described);
    if (form.flag("validate")) {
      exchange.check(request);
      return result;
    }
    Order order = exchange.place(request);
    result.putArray("txid").add(order.txid());
    return result;
  }

  private ObjectNode amendOrder(String account, Parameters form)
      throws KrakenError, RefusedException {
    String clientId = forms.clientId(form);
    List<Order> found = exchange.find(account, clientId == null ? form.needed("txid") : clientId);
    if (found.isEmpty()) {
      throw new KrakenError("EOrder:Unknown order");
    }
    if (form.text("order_qty") == null && form.text("limit_price") == null) {
      throw Parameters.invalid("order_qty");
    }
    long deadline = form.time("deadline");
    if (deadline != 0 && deadline <= exchange.nowNs()) {
      throw new KrakenError("EService:Deadline elapsed");
    }
    return WireJson.object()
        .put(
            "amend_id",
            exchange.amend(
                account,
                found.get(0),
                form.decimal("order_qty"),
                form.decimal("limit_price"),
                form.flag("post_only")));
  }

  private ObjectNode cancelOrder(String account, Parameters form)
      throws KrakenError, RefusedException {
    String clientId = forms.clientId(form);
    String reference = clientId == null ? form.needed("txid") : clientId;
    Long userReference = clientId == null ? userReference(reference) : null;
    if (userReference == null) {
      return WireJson.object().put("count", exchange.cancel(account, reference));
    }
    // Kraken takes a user reference in place of the txid
    List<Order> found = exchange.read(view -> view.open(account));
    int count = 0;
    for (Order order : found) {
      if (userReference.equals(order.request().userReference())) {
        count += exchange.cancel(account, order.txid());
      }
    }
    if (count == 0) {
      throw new KrakenError("EOrder:Unknown order");
    }
    return WireJson.object().put("count", count);
  }

  private static @Nullable Long userReference(String text) {
    return text.matches("-?\\d{1,10}") ? Long.valueOf(text) : null;
  }

  private ObjectNode cancelAllOrdersAfter(String account, Parameters form) throws KrakenError {
    Long seconds = form.whole("timeout");
    if (seconds == null || seconds < 0 || seconds >= 86_400) {
      throw Parameters.invalid("timeout");
    }
    long now = exchange.nowNs();
    long triggerNs = exchange.cancelAllAfter(account, seconds);
    return WireJson.object()
        .put("currentTime", Rfc3339.seconds(now))
        .put("triggerTime", triggerNs == 0 ? "0" : Rfc3339.seconds(triggerNs));
  }

  private static List<Order> filtered(List<Order> orders, Parameters form) throws KrakenError {
    List<Order> kept = new ArrayList<>(orders);
    String clientId = form.text("cl_ord_id");
    if (clientId != null) {
      kept.removeIf(order -> !clientId.equals(order.clientId()));
    }
    Long userReference = form.whole("userref");
    if (userReference != null) {
      kept.removeIf(order -> !userReference.equals(order.request().userReference()));
    }
    return kept;
  }

  private ObjectNode openOrders(String account, Parameters form) throws KrakenError {
    return read(
        view -> {
          ObjectNode result = WireJson.object();
          ObjectNode open = result.putObject("open");
          for (Order order : filtered(view.open(account), form)) {
            RestText.order(open.putObject(order.txid()), order, form.flag("trades"));
          }
          return result;
        });
  }

  private ObjectNode closedOrders(String account, Parameters form) throws KrakenError {
    long start = form.decimal("start");
    long end = form.decimal("end");
    String time = form.text("closetime", "both");
    return read(
        view -> {
          List<Order> orders = filtered(view.closed(account), form);
          orders.removeIf(
              order -> {
                long at = time.equals("open") ? order.request().receivedNs() : order.closedNs();
                return (start != 0 && at <= start) || (end != 0 && at > end);
              });
          ObjectNode result = WireJson.object();
          ObjectNode closed = result.putObject("closed");
          for (Order order : page(orders, form)) {
            RestText.order(closed.putObject(order.txid()), order, form.flag("trades"));
          }
          return result.put("count", orders.size());
        });
  }

  private static <T> List<T> page(List<T> all, Parameters form) throws KrakenError {
    long offset = Math.max(0, form.whole("ofs", 0));
    int from = (int) Math.min(all.size(), offset);
    return all.subList(from, Math.min(all.size(), from + PAGE));
  }

  private ObjectNode queryOrders(String account, Parameters form) throws KrakenError {
    String[] txids = form.needed("txid").split(",");
    if (txids.length > PAGE) {
      throw Parameters.invalid("txid");
    }
    return read(
        view -> {
          ObjectNode result = WireJson.object();
          for (String txid : txids) {
            Order order = view.order(account, txid);
            if (order == null) {
              throw new KrakenError("EOrder:Unknown order");
            }
            RestText.order(result.putObject(txid), order, form.flag("trades"));
          }
          return result;
        });
  }

  private ObjectNode tradesHistory(String account, Parameters form) throws KrakenError {
    long start = form.decimal("start");
    long end = form.decimal("end");
    return read(
        view -> {
          List<Fill> fills = view.fills(account);
          fills.removeIf(
              fill -> (start != 0 && fill.wallNs() <= start) || (end != 0 && fill.wallNs() > end));
          ObjectNode result = WireJson.object();
          ObjectNode trades = result.putObject("trades");
          for (Fill fill : page(fills, form)) {
            RestText.trade(trades.putObject(fill.execId()), fill);
          }
          return result.put("count", fills.size());
        });
  }

  private ObjectNode queryTrades(String account, Parameters form) throws KrakenError {
    List<String> wanted = List.of(form.needed("txid").split(","));
    return read(
        view -> {
          ObjectNode result = WireJson.object();
          for (Fill fill : view.fills(account)) {
            if (wanted.contains(fill.execId())) {
              RestText.trade(result.putObject(fill.execId()), fill);
            }
          }
          return result;
        });
  }

  private ObjectNode balance(String account) {
    ObjectNode result = WireJson.object();
    exchange
        .read(view -> view.balances(account))
        .forEach(
            (asset, amount) -> result.put(KrakenNames.asset(asset), FixedPoint.format(amount)));
    return result;
  }

  private ObjectNode balanceEx(String account) {
    return exchange.read(
        view -> {
          ObjectNode result = WireJson.object();
          view.balances(account)
              .forEach(
                  (asset, amount) ->
                      result
                          .putObject(KrakenNames.asset(asset))
                          .put("balance", FixedPoint.format(amount))
                          .put(
                              "hold_trade",
                              FixedPoint.format(view.held(account).getOrDefault(asset, 0L))));
          return result;
        });
  }

  /** A read that may find an argument wrong. */
  private interface Reader {
    ObjectNode read(ExchangeView view) throws KrakenError;
  }

  private ObjectNode read(Reader reader) throws KrakenError {
    KrakenError[] failure = new KrakenError[1];
    ObjectNode result =
        exchange.read(
            view -> {
              try {
                return reader.read(view);
              } catch (KrakenError e) {
                failure[0] = e;
                return WireJson.object();
              }
            });
    if (failure[0] != null) {
      throw failure[0];
    }
    return result;
  }
}
