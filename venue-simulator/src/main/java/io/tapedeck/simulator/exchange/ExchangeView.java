package io.tapedeck.simulator.exchange;

import io.tapedeck.simulator.market.Market;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may be read of an exchange; valid only inside {@link Exchange#read}. */
public final class ExchangeView {
  private final Market market;
  private final Orders orders;
  private final Map<String, Account> accounts;
  private final long fillCount;
  private final long ledgerSeq;

  ExchangeView(Market market, VenueState state, long ledgerSeq) {
    this.market = market;
    this.orders = state.orders;
    this.accounts = state.accounts;
    this.fillCount = state.fillCounter;
    this.ledgerSeq = ledgerSeq;
  }

  /** The last ledger record whose effect is in this view. */
  public long ledgerSeq() {
    return ledgerSeq;
  }

  /** The market as shown. */
  public Market market() {
    return market;
  }

  /** Open orders of an account, newest first. */
  public List<Order> open(String account) {
    return newestFirst(account, true);
  }

  /** Closed orders of an account, newest first. */
  public List<Order> closed(String account) {
    return newestFirst(account, false);
  }

  private List<Order> newestFirst(String account, boolean open) {
    List<Order> found = new ArrayList<>(orders.ofAccount(account));
    found.removeIf(order -> (order.status() == OrderStatus.OPEN) != open);
    Collections.reverse(found);
    return found;
  }

  /** An order of an account by its venue id. */
  public @Nullable Order order(String account, String txid) {
    return orders.byTxid(account, txid);
  }

  /** Executions of an account, newest first. */
  public List<Fill> fills(String account) {
    List<Fill> fills = new ArrayList<>();
    for (Order order : orders.ofAccount(account)) {
      fills.addAll(order.fills());
    }
    fills.sort((a, b) -> Long.compare(b.tradeId(), a.tradeId()));
    return fills;
  }

  /** Balances of an account by asset, raw scale 9. */
  public Map<String, Long> balances(String account) {
    Account found = accounts.get(account);
    return found == null ? Map.of() : found.balances();
  }

  /** What open orders hold of an account's balances. */
  public Map<String, Long> held(String account) {
    Account found = accounts.get(account);
    return found == null ? Map.of() : found.held();
  }

  /** Names of the accounts. */
  public List<String> accounts() {
    return List.copyOf(accounts.keySet());
  }

  /** Orders ever accepted. */
  public long orderCount() {
    long count = 0;
    for (Order ignored : orders.all()) {
      count++;
    }
    return count;
  }

  /** Executions ever. */
  public long fillCount() {
    return fillCount;
  }

  /** Orders that share a client order id with an earlier one. */
  public long duplicateClientIds() {
    return orders.duplicateClientIds();
  }
}
