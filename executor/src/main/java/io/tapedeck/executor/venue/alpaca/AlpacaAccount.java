package io.tapedeck.executor.venue.alpaca;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.domain.order.VenueStatement.Balance;
import io.tapedeck.executor.venue.wire.VenueJson;
import java.util.ArrayList;
import java.util.List;

/** What the account's page says. Pure. */
final class AlpacaAccount {
  private AlpacaAccount() {}

  /** What forbids trading. */
  static List<String> problems(JsonNode account) {
    List<String> problems = new ArrayList<>();
    String status = account.path("status").asText("");
    if (!status.equals("ACTIVE")) {
      problems.add("the account is not ACTIVE but " + status);
    }
    for (String block :
        new String[] {"trading_blocked", "account_blocked", "trade_suspended_by_user"}) {
      if (account.path(block).asBoolean(false)) {
        problems.add("the account has " + block + ": true");
      }
    }
    return problems;
  }

  /** Cash and positions, each by its symbol. */
  static List<Balance> balances(JsonNode account, JsonNode positions) {
    List<Balance> balances = new ArrayList<>();
    balances.add(
        new Balance(
            account.path("currency").asText("USD"), VenueJson.holding(account.path("cash"))));
    positions.forEach(
        position ->
            balances.add(
                new Balance(
                    position.path("symbol").asText(), VenueJson.holding(position.path("qty")))));
    return balances;
  }
}
