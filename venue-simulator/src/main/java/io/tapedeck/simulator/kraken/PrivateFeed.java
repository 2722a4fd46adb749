package io.tapedeck.simulator.kraken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.simulator.exchange.Exchange;
import io.tapedeck.simulator.exchange.ExchangeListener;
import io.tapedeck.simulator.exchange.Fill;
import io.tapedeck.simulator.exchange.Order;
import io.tapedeck.simulator.exchange.OrderEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The executions and balances channels. Updates come from the ledger's thread, after the sync. A
 * subscription takes its snapshot from the exchange and is then given every later event; what the
 * snapshot already holds of events still on their way is sent again as an update, which a client
 * must expect of these channels anyway.
 */
public final class PrivateFeed implements ExchangeListener {
  private static final int SNAPSHOT_TRADES = 50;

  private static final class Subscription {
    private final ClientConnection connection;
    private final String account;
    private final boolean executions;
    private final boolean allStatuses;
    private long sequence;

    Subscription(
        ClientConnection connection, String account, boolean executions, boolean allStatuses) {
      this.connection = connection;
      this.account = account;
      this.executions = executions;
      this.allStatuses = allStatuses;
    }

    void send(ObjectNode message) {
      connection.sendNow(message.put("sequence", ++sequence));
    }
  }

  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private volatile Exchange exchange;

  /** A feed that has no exchange yet. */
  @SuppressWarnings("NullAway.Init") // the exchange needs its listener first: attach() follows
  public PrivateFeed() {}

  /** The exchange whose orders these are; once, before any connection. */
  public void attach(Exchange theExchange) {
    exchange = theExchange;
  }

  boolean subscribed(ClientConnection connection) {
    return subscriptions.stream().anyMatch(s -> s.connection == connection);
  }

  void disconnected(ClientConnection connection) {
    subscriptions.removeIf(s -> s.connection == connection);
  }

  synchronized boolean unsubscribe(ClientConnection connection, String channel) {
    return subscriptions.removeIf(
        s -> s.connection == connection && s.executions == channel.equals("executions"));
  }

  /** Subscribes, acknowledges and sends the snapshot; false if it was subscribed already. */
  boolean subscribe(
      ClientConnection connection,
      String account,
      String channel,
      JsonNode params,
      Runnable acknowledge) {
    exchange.awaitSynced();
    synchronized (this) {
      boolean executions = channel.equals("executions");
      for (Subscription other : subscriptions) {
        if (other.connection == connection && other.executions == executions) {
          return false;
        }
      }
      Subscription subscription =
          new Subscription(
              connection, account, executions, params.path("order_status").asBoolean(true));
      acknowledge.run();
      if (executions) {
        subscription.send(executionsSnapshot(account, params));
      } else if (params.path("snapshot").asBoolean(true)) {
        subscription.send(PrivateMessages.balancesSnapshot(balances(account)));
      }
      subscriptions.add(subscription);
      return true;
    }
  }

  private Map<String, Long> balances(String account) {
    return exchange.read(view -> view.balances(account));
  }

  private ObjectNode executionsSnapshot(String account, JsonNode params) {
    boolean orders = params.path("snap_orders").asBoolean(true);
    boolean trades = params.path("snap_trades").asBoolean(false);
    ObjectNode message = PrivateMessages.envelope("executions", "snapshot");
    ArrayNode data = message.putArray("data");
    exchange.read(
        view -> {
          if (orders) {
            for (Order order : view.open(account)) {
              PrivateMessages.openOrder(data.addObject(), order);
            }
          }
          if (trades) {
            List<Fill> fills = view.fills(account);
            for (Fill fill : fills.subList(0, Math.min(SNAPSHOT_TRADES, fills.size()))) {
              PrivateMessages.trade(data.addObject(), fill);
            }
          }
          return data;
        });
    return message;
  }

  @Override
  public synchronized void onOrderEvent(OrderEvent event) {
    for (Subscription subscription : subscriptions) {
      if (!subscription.account.equals(event.order().account())) {
        continue;
      }
      if (subscription.executions) {
        if (subscription.allStatuses || PrivateMessages.opensOrCloses(event)) {
          ObjectNode message = PrivateMessages.envelope("executions", "update");
          PrivateMessages.update(message.putArray("data").addObject(), event);
          subscription.send(message);
        }
      } else if (event.fill() != null) {
        ObjectNode message = PrivateMessages.envelope("balances", "update");
        PrivateMessages.balanceChanges(message.putArray("data"), event, event.fill());
        subscription.send(message);
      }
    }
  }
}
