package io.tapedeck.simulator.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.simulator.market.Market;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** All that the ledger can bring back. Guarded by the exchange. */
final class VenueState {
  final Orders orders;
  final Map<String, Account> accounts = new TreeMap<>();
  final Map<String, Long> nonces = new HashMap<>();
  long orderCounter;
  long fillCounter;
  long amendCounter;
  private final Market market;

  VenueState(Market market) {
    this.market = market;
    this.orders = new Orders(market.size());
  }

  /** Does to the state what a ledger record says was done. */
  void replay(JsonNode line) {
    Order order = orders.any(line.path("txid").asText());
    switch (line.path("kind").asText()) {
      case "account_opened" -> {
        String name = line.path("account").asText();
        accounts.put(name, new Account(name, LedgerLines.balances(line)));
      }
      case "order_accepted" -> {
        orders.add(LedgerLines.order(line, market));
        orderCounter++;
      }
      case "fill" -> {
        if (order != null) {
          settle(LedgerLines.fill(line, order));
          fillCounter++;
        }
      }
      case "order_amended" -> {
        if (order != null) {
          order.amend(
              FixedPoint.parse(line.path("qty").asText()),
              FixedPoint.parse(line.path("price").asText()));
        }
        amendCounter++;
      }
      case "order_canceled", "order_expired" -> {
        if (order != null) {
          boolean expired = line.path("kind").asText().equals("order_expired");
          order.close(
              expired ? OrderStatus.EXPIRED : OrderStatus.CANCELED,
              line.path("reason").asText(),
              line.path("receivedAtNs").asLong());
        }
      }
      case "nonce" ->
          nonces.put(
              line.path("key_id").asText(), Long.parseUnsignedLong(line.path("nonce").asText()));
      default -> {
        // refusals change nothing
      }
    }
  }

  Account account(String name) {
    Account account = accounts.get(name);
    if (account == null) {
      throw new IllegalArgumentException("no account '" + name + "'");
    }
    return account;
  }

  void settle(Fill fill) {
    Order order = fill.order();
    Account account = account(order.account());
    boolean buy = order.side() == Side.BUY;
    account.add(order.instrument().base(), buy ? fill.quantity() : -fill.quantity());
    account.add(order.instrument().quote(), (buy ? -fill.cost() : fill.cost()) - fill.fee());
    order.fill(fill);
  }
}
