package io.tapedeck.simulator.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every order ever accepted, by its ids, and those resting by pair. Guarded by the exchange. */
final class Orders {
  private record ClientKey(String account, String clientId) {}

  private final Map<String, Order> byTxid = new HashMap<>();
  private final Map<ClientKey, List<Order>> byClientId = new HashMap<>();
  private final Map<String, List<Order>> byAccount = new HashMap<>();
  private final List<List<Order>> resting = new ArrayList<>();

  Orders(int pairs) {
    for (int i = 0; i < pairs; i++) {
      resting.add(new ArrayList<>());
    }
  }

  void add(Order order) {
    byTxid.put(order.txid(), order);
    byAccount.computeIfAbsent(order.account(), name -> new ArrayList<>()).add(order);
    String clientId = order.clientId();
    if (clientId != null) {
      byClientId
          .computeIfAbsent(new ClientKey(order.account(), clientId), key -> new ArrayList<>())
          .add(order);
    }
  }

  /** In price, then time priority. */
  void rest(Order order) {
    if (order.request().pair() < 0) {
      return;
    }
    List<Order> queue = resting.get(order.request().pair());
    int at = queue.size();
    while (at > 0 && better(order, queue.get(at - 1))) {
      at--;
    }
    queue.add(at, order);
  }

  private static boolean better(Order order, Order than) {
    if (order.side() != than.side()) {
      return order.side() == Side.BUY;
    }
    return order.side() == Side.BUY
        ? order.limitPrice() > than.limitPrice()
        : order.limitPrice() < than.limitPrice();
  }

  void remove(Order order) {
    if (order.request().pair() >= 0) {
      resting.get(order.request().pair()).remove(order);
    }
  }

  List<Order> resting(int pair) {
    return resting.get(pair);
  }

  List<Order> ofAccount(String account) {
    return byAccount.getOrDefault(account, List.of());
  }

  @Nullable Order byTxid(String account, String txid) {
    Order order = byTxid.get(txid);
    return order != null && order.account().equals(account) ? order : null;
  }

  List<Order> byClientId(String account, String clientId) {
    return byClientId.getOrDefault(new ClientKey(account, clientId), List.of());
  }

  @Nullable Order any(String txid) {
    return byTxid.get(txid);
  }

  Iterable<Order> all() {
    return byTxid.values();
  }

  /** How many orders share a client id with an earlier one of the same account. */
  long duplicateClientIds() {
    long duplicates = 0;
    for (List<Order> orders : byClientId.values()) {
      duplicates += orders.size() - 1;
    }
    return duplicates;
  }
}
