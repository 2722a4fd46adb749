package io.tapedeck.simulator.alpaca;

import io.tapedeck.simulator.exchange.ExchangeView;
import io.tapedeck.simulator.exchange.Order;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Ids in Alpaca's form, each a function of the exchange's own, so that a restart gives the same
 * again. Thread-safe.
 */
final class AlpacaIds {
  private final Map<String, String> txids = new ConcurrentHashMap<>();

  static String of(String kind, String id) {
    return UUID.nameUUIDFromBytes((kind + ":" + id).getBytes(StandardCharsets.UTF_8)).toString();
  }

  static String order(String txid) {
    return of("order", txid);
  }

  static String execution(String execId) {
    return of("execution", execId);
  }

  static String asset(String symbol) {
    return of("asset", symbol);
  }

  /** An order by Alpaca's id of it. */
  @Nullable Order find(ExchangeView view, String account, String id) {
    String txid = txids.get(id);
    if (txid == null) {
      List<Order> all = new ArrayList<>(view.open(account));
      all.addAll(view.closed(account));
      all.forEach(order -> txids.put(order(order.txid()), order.txid()));
      txid = txids.get(id);
    }
    return txid == null ? null : view.order(account, txid);
  }
}
