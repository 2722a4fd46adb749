package io.tapedeck.simulator.kraken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.simulator.exchange.Exchange;
import io.tapedeck.simulator.exchange.ExchangeListener;
import io.tapedeck.simulator.exchange.ExchangeView;
import io.tapedeck.simulator.exchange.Fill;
import io.tapedeck.simulator.exchange.Order;
import io.tapedeck.simulator.exchange.OrderEvent;
import io.tapedeck.simulator.wire.ClientConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The executions and balances channels. Updates come from the ledger's thread, after the sync. A
 * snapshot holds all up to one ledger record, the updates all after it: nothing twice, nothing
 * lost.
 */
public final class PrivateFeed implements ExchangeListener {
  private static final int SNAPSHOT_TRADES = 50;

  private record Waiting(long seq, ObjectNode message) {}

  private static final class Subscription {
    private final ClientConnection connection;
    private final String account;
    private final boolean executions;
    private final boolean allStatuses;
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean live;
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

    void update(long seq, ObjectNode message) {
      if (live) {
        send(message);
      } else {
        waiting.add(new Waiting(seq, message));
      }
    }

    void start(long snapshotSeq, @Nullable ObjectNode snapshot) {
      live = true;
      if (snapshot != null) {
        send(snapshot);
      }
      for (Waiting update : waiting) {
        if (update.seq > snapshotSeq) {
          send(update.message);
        }
      }
      waiting.clear();
    }
  }

  private record Snapshot(long ledgerSeq, @Nullable ObjectNode message) {}

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
    boolean executions = channel.equals("executions");
    Subscription subscription =
        new Subscription(
            connection, account, executions, params.path("order_status").asBoolean(true));
    synchronized (this) {
      for (Subscription other : subscriptions) {
        if (other.connection == connection && other.executions == executions) {
          return false;
        }
      }
      subscriptions.add(subscription);
    }
    // without the lock: the ledger's thread needs it on its way to the sync
    Snapshot snapshot =
        exchange.read(
            view ->
                new Snapshot(
                    view.ledgerSeq(),
                    executions
                        ? executionsSnapshot(view, account, params)
                        : balancesSnapshot(view, account, params)));
    exchange.awaitSynced();
    synchronized (this) {
      acknowledge.run();
      subscription.start(snapshot.ledgerSeq, snapshot.message);
    }
    return true;
  }

  private static @Nullable ObjectNode balancesSnapshot(
      ExchangeView view, String account, JsonNode params) {
    return params.path("snapshot").asBoolean(true)
        ? PrivateMessages.balancesSnapshot(view.balances(account))
        : null;
  }

  private static ObjectNode executionsSnapshot(ExchangeView view, String account, JsonNode params) {
    ObjectNode message = PrivateMessages.envelope("executions", "snapshot");
    ArrayNode data = message.putArray("data");
    if (params.path("snap_orders").asBoolean(true)) {
      for (Order order : view.open(account)) {
        PrivateMessages.openOrder(data.addObject(), order);
      }
    }
    if (params.path("snap_trades").asBoolean(false)) {
      List<Fill> fills = view.fills(account);
      for (Fill fill : fills.subList(0, Math.min(SNAPSHOT_TRADES, fills.size()))) {
        PrivateMessages.trade(data.addObject(), fill);
      }
    }
    return message;
  }

  @Override
  public synchronized void onOrderEvent(long seq, OrderEvent event) {
    for (Subscription subscription : subscriptions) {
      if (!subscription.account.equals(event.order().account())) {
        continue;
      }
      if (subscription.executions) {
        if (subscription.allStatuses || PrivateMessages.opensOrCloses(event)) {
          ObjectNode message = PrivateMessages.envelope("executions", "update");
          PrivateMessages.update(message.putArray("data").addObject(), event);
          subscription.update(seq, message);
        }
      } else if (event.fill() != null) {
        ObjectNode message = PrivateMessages.envelope("balances", "update");
        PrivateMessages.balanceChanges(message.putArray("data"), event, event.fill());
        subscription.update(seq, message);
      }
    }
  }
}
