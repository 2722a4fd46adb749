package io.tapedeck.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.simulator.SimulatorConfig.MarketConfig;
import io.tapedeck.simulator.SimulatorConfig.StartConfig;
import io.tapedeck.simulator.exchange.Uniqueness;
import io.tapedeck.simulator.market.Pace;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.data.Offset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Trading over REST and WebSocket against a tape written for the purpose. */
class TradingTest {
  private static final String HEADER =
      "received_ns,event_ns,instrument,kind,bid_price,bid_size,ask_price,ask_size,price,size,"
          + "aggressor,venue_id\n";
  private static final String QUOTE_100 = "1000,,BTC/USD,quote,99.00,2,100.00,1,,,,1\n";

  @TempDir Path folder;
  private VenueSimulator venue;
  private RestClient rest;

  private void start(String rows) throws Exception {
    start(rows, Uniqueness.OPEN_ONLY);
  }

  private void start(String rows, Uniqueness uniqueness) throws Exception {
    Path tape = folder.resolve("tape.csv");
    Files.writeString(tape, HEADER + rows);
    venue =
        VenueSimulator.start(
            SimulatorConfig.builder(folder)
                .accounts(RestClient.account("USD", "10000", "BTC", "5"))
                .market(MarketConfig.tape(tape))
                .start(StartConfig.onCommandOnly())
                .speed(Pace.rate(20))
                .fees("0.001", "0.002")
                .uniqueness(uniqueness)
                .build());
    rest = new RestClient(venue);
    venue.play();
    awaitPlayed(1);
  }

  private void awaitPlayed(long ticks) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> venue.state().played() >= ticks);
  }

  @AfterEach
  void close() throws IOException {
    if (venue != null) {
      venue.close();
    }
  }

  private String[] limit(String side, String volume, String price, String... more) {
    return with(
        more,
        "pair",
        "XBTUSD",
        "type",
        side,
        "ordertype",
        "limit",
        "volume",
        volume,
        "price",
        price);
  }

  private String[] market(String side, String volume, String... more) {
    return with(more, "pair", "XXBTZUSD", "type", side, "ordertype", "market", "volume", volume);
  }

  private static String[] with(String[] more, String... first) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  private List<JsonNode> ledger(String kind) throws IOException {
    return Files.readAllLines(venue.ledgerFile()).stream()
        .map(SocketClient::json)
        .filter(line -> line.path("kind").asText().equals(kind))
        .toList();
  }

  @Test
  void signatureOfTheDocumentationsExampleIsTheOneExpected() throws Exception {
    assertThat(
            RestClient.sign(
                "/0/private/AddOrder",
                "1616492376594",
                "nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25"))
        .isEqualTo(
            "4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ"
                + "==");
    start(QUOTE_100);
    // the very request of the documentation passes authentication and fails for another reason
    HttpResponse<String> answer =
        rest.post(
            "/0/private/AddOrder",
            "nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25",
            RestClient.KEY,
            "4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ"
                + "==");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("EOrder:Insufficient funds");
  }

  @Test
  void wrongKeySignatureAndNonceAreRefused() throws Exception {
    start(QUOTE_100);
    assertThat(rest.post("/0/private/Balance", "nonce=1", "other", "x").body())
        .contains("EAPI:Invalid key");
    assertThat(rest.post("/0/private/Balance", "nonce=1", RestClient.KEY, "x").body())
        .contains("EAPI:Invalid signature");
    assertThat(rest.rawWithNonce("5", "Balance").body()).contains("\"error\":[]");
    assertThat(rest.rawWithNonce("5", "Balance").body()).contains("EAPI:Invalid nonce");
    assertThat(rest.rawWithNonce("4", "Balance").body()).contains("EAPI:Invalid nonce");
    assertThat(rest.rawWithNonce("6", "Balance").body()).contains("\"error\":[]");
  }

  @Test
  void publicMethodsAnswer() throws Exception {
    start(QUOTE_100);
    assertThat(rest.get("/0/public/Time").at("/result/unixtime").asLong())
        .isCloseTo(Instant.now().getEpochSecond(), Offset.offset(60L));
    assertThat(rest.get("/0/public/SystemStatus").at("/result/status").asText())
        .isEqualTo("online");
    JsonNode pair = rest.get("/0/public/AssetPairs?pair=XBTUSD").at("/result/XXBTZUSD");
    assertThat(pair.path("wsname").asText()).isEqualTo("XBT/USD");
    assertThat(pair.path("base").asText()).isEqualTo("XXBT");
    assertThat(pair.path("lot_decimals").asInt()).isEqualTo(8);
    assertThat(rest.get("/0/public/Assets").at("/result/ZUSD/altname").asText()).isEqualTo("USD");
    assertThat(rest.get("/0/public/Ticker?pair=XBTUSD").at("/result/XXBTZUSD/a/0").asText())
        .isEqualTo("100");
    assertThat(rest.get("/0/public/Depth?pair=XBTUSD").at("/result/XXBTZUSD/bids")).hasSize(1);
    assertThat(rest.get("/0/public/AssetPairs?pair=NOPE").at("/error/0").asText())
        .isEqualTo("EQuery:Unknown asset pair");
    assertThat(rest.get("/0/public/Nothing").at("/error/0").asText())
        .isEqualTo("EGeneral:Unknown method");
  }

  @Test
  void aMarketOrderTakesTheDisplayedSizeThenGetsWorseUntilComplete() throws Exception {
    start(QUOTE_100);
    JsonNode result = rest.result("AddOrder", market("buy", "2.5", "cl_ord_id", "mine-1"));
    String txid = result.at("/txid/0").asText();
    assertThat(txid).matches("O[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{6}");
    assertThat(result.at("/descr/order").asText()).isEqualTo("buy 2.50000000 XBTUSD @ market");

    JsonNode order = rest.result("QueryOrders", "txid", txid, "trades", "true").path(txid);
    assertThat(order.path("status").asText()).isEqualTo("closed");
    assertThat(order.path("vol_exec").asText()).isEqualTo("2.50000000");
    assertThat(order.path("cl_ord_id").asText()).isEqualTo("mine-1");
    assertThat(order.path("trades")).hasSize(3);
    List<JsonNode> fills = ledger("fill");
    assertThat(fills)
        .extracting(f -> f.path("price").asText())
        .containsExactly("100", "101", "102");
    assertThat(fills).extracting(f -> f.path("qty").asText()).containsExactly("1", "1", "0.5");
    assertThat(fills)
        .extracting(f -> f.path("fee").asText())
        .containsExactly("0.2", "0.202", "0.102");
    assertThat(fills).allSatisfy(f -> assertThat(f.path("marketTimeNs").asLong()).isEqualTo(1000));
    // 252 cost and 0.504 fee
    JsonNode balance = rest.result("Balance");
    assertThat(balance.path("ZUSD").asText()).isEqualTo("9747.496");
    assertThat(balance.path("XXBT").asText()).isEqualTo("7.5");
    JsonNode history = rest.result("TradesHistory");
    assertThat(history.path("count").asInt()).isEqualTo(3);
    assertThat(history.path("trades").findValuesAsText("ordertxid")).containsOnly(txid);
  }

  @Test
  void aLimitOrderTakesWhatIsWithinItsLimitAndRests() throws Exception {
    start(QUOTE_100);
    String txid = rest.result("AddOrder", limit("buy", "1.5", "100")).at("/txid/0").asText();
    JsonNode order = rest.result("OpenOrders").at("/open/" + txid);
    assertThat(order.path("vol_exec").asText()).isEqualTo("1.00000000");
    assertThat(order.path("status").asText()).isEqualTo("open");
    assertThat(order.at("/descr/price").asText()).isEqualTo("100");
    assertThat(rest.result("BalanceEx").at("/ZUSD/hold_trade").asText()).isEqualTo("50.1");

    String ioc =
        rest.result("AddOrder", limit("sell", "3", "99", "timeinforce", "IOC"))
            .at("/txid/0")
            .asText();
    JsonNode cancelled = rest.result("ClosedOrders").at("/closed/" + ioc);
    assertThat(cancelled.path("status").asText()).isEqualTo("canceled");
    assertThat(cancelled.path("vol_exec").asText()).isEqualTo("2.00000000");
  }

  @Test
  void restingOrdersFillAsMakerWhenTradesAndQuotesReachThem() throws Exception {
    start(
        QUOTE_100
            + "2000,,BTC/USD,trade,,,,,98.50,0.4,sell,7\n".repeat(40)
            + "3000,,BTC/USD,quote,96.00,1,97.00,10,,,,1\n");
    String txid = rest.result("AddOrder", limit("buy", "20", "98.7")).at("/txid/0").asText();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> rest.result("QueryOrders", "txid", txid).path(txid).path("cost").asDouble() > 0);
    awaitPlayed(42);
    JsonNode order = rest.result("QueryOrders", "txid", txid).path(txid);
    assertThat(order.path("price").asText()).isEqualTo("98.7");
    assertThat(ledger("fill"))
        .allSatisfy(
            fill -> {
              assertThat(fill.path("liquidity").asText()).isEqualTo("maker");
              assertThat(fill.path("price").asText()).isEqualTo("98.7");
            });
    assertThat(ledger("fill").get(0).path("qty").asText()).isEqualTo("0.4");
    assertThat(ledger("fill").get(0).path("fee").asText()).isEqualTo("0.03948");
    assertThat(order.path("status").asText()).isIn("open", "closed");
    assertThat(ledger("fill").get(ledger("fill").size() - 1).path("marketTimeNs").asLong())
        .isEqualTo(3000);
  }

  @Test
  void refusalsHaveKrakensWordsAndAreInTheLedger() throws Exception {
    start(QUOTE_100);
    assertThat(rest.error("AddOrder", market("buy", "1000")))
        .isEqualTo("EOrder:Insufficient funds");
    assertThat(rest.error("AddOrder", market("sell", "6"))).isEqualTo("EOrder:Insufficient funds");
    assertThat(rest.error("AddOrder", market("buy", "0.000001")))
        .isEqualTo("EOrder:Order minimum not met");
    assertThat(rest.error("AddOrder", limit("buy", "1", "-5")))
        .isEqualTo("EGeneral:Invalid arguments:price");
    assertThat(rest.error("AddOrder", limit("buy", "1", "100", "oflags", "post")))
        .isEqualTo("EOrder:Post only order");
    assertThat(rest.error("AddOrder", "pair", "NOPE", "type", "buy", "ordertype", "market"))
        .isEqualTo("EQuery:Unknown asset pair");
    assertThat(rest.error("AddOrder", market("buy", "1", "cl_ord_id", "x", "userref", "4")))
        .startsWith("EGeneral:Invalid arguments");
    assertThat(
            rest.error(
                "AddOrder",
                market("buy", "1", "deadline", Instant.now().minusSeconds(1).toString())))
        .isEqualTo("EService:Deadline elapsed");
    assertThat(
            rest.error(
                "AddOrder",
                market("buy", "1", "deadline", Instant.now().plusSeconds(120).toString())))
        .isEqualTo("EGeneral:Invalid arguments:deadline");
    assertThat(rest.error("CancelOrder", "txid", "OAAAAA-AAAAA-AAAAAA"))
        .isEqualTo("EOrder:Unknown order");
    assertThat(rest.error("Nothing")).isEqualTo("EGeneral:Unknown method");
    assertThat(ledger("request_refused")).hasSizeGreaterThanOrEqualTo(5);
    assertThat(ledger("order_accepted")).isEmpty();
    assertThat(rest.result("AddOrder", market("buy", "1", "validate", "true")).has("txid"))
        .isFalse();
    assertThat(ledger("order_accepted")).isEmpty();
  }

  @Test
  void clientIdsAreUniqueAmongOpenOrdersAlwaysOrNever() throws Exception {
    start(QUOTE_100);
    String id = UUID.nameUUIDFromBytes(new byte[] {1}).toString();
    rest.result("AddOrder", limit("buy", "1", "90", "cl_ord_id", id));
    assertThat(rest.error("AddOrder", limit("buy", "1", "90", "cl_ord_id", id)))
        .containsIgnoringCase("duplicate");
    assertThat(rest.result("OpenOrders", "cl_ord_id", id).path("open")).hasSize(1);
    assertThat(rest.result("CancelOrder", "cl_ord_id", id).path("count").asInt()).isEqualTo(1);
    rest.result("AddOrder", limit("buy", "1", "90", "cl_ord_id", id));
    assertThat(rest.get("/control/ledger").path("duplicates_by_cl_ord_id").asInt()).isEqualTo(1);
    assertThat(rest.result("ClosedOrders", "cl_ord_id", id).path("count").asInt()).isEqualTo(1);
    venue.close();

    start(QUOTE_100, Uniqueness.ALL);
    rest.result("CancelAll");
    assertThat(rest.error("AddOrder", limit("buy", "1", "90", "cl_ord_id", id)))
        .containsIgnoringCase("duplicate");
    venue.close();

    start(QUOTE_100, Uniqueness.NONE);
    rest.result("AddOrder", limit("buy", "1", "90", "cl_ord_id", id));
    rest.result("AddOrder", limit("buy", "1", "90", "cl_ord_id", id));
  }

  @Test
  void amendKeepsTheOrderAndItsId() throws Exception {
    start(QUOTE_100);
    String txid = rest.result("AddOrder", limit("buy", "1", "90")).at("/txid/0").asText();
    assertThat(rest.result("AmendOrder", "txid", txid, "limit_price", "95", "order_qty", "2"))
        .isNotNull();
    JsonNode order = rest.result("OpenOrders").at("/open/" + txid);
    assertThat(order.path("vol").asText()).isEqualTo("2.00000000");
    assertThat(order.at("/descr/price").asText()).isEqualTo("95");
    assertThat(rest.error("AmendOrder", "txid", txid, "order_qty", "2000"))
        .isEqualTo("EOrder:Insufficient funds");
    assertThat(rest.error("AmendOrder", "txid", txid, "limit_price", "100", "post_only", "true"))
        .isEqualTo("EOrder:Post only order");
    assertThat(rest.result("BalanceEx").at("/ZUSD/hold_trade").asText()).isEqualTo("190.38");
    // now marketable: takes
    rest.result("AmendOrder", "txid", txid, "limit_price", "100");
    assertThat(rest.result("OpenOrders").at("/open/" + txid + "/vol_exec").asText())
        .isEqualTo("1.00000000");
    rest.result("CancelAll");
    assertThat(rest.result("BalanceEx").at("/ZUSD/hold_trade").asText()).isEqualTo("0");
    assertThat(ledger("order_amended")).hasSize(2);
  }

  @Test
  void deadMansSwitchFiresOnce() throws Exception {
    start(QUOTE_100);
    rest.result("AddOrder", limit("buy", "1", "90"));
    assertThat(rest.result("CancelAllOrdersAfter", "timeout", "1").has("triggerTime")).isTrue();
    Awaitility.await().until(() -> rest.result("OpenOrders").path("open").isEmpty());
    rest.result("AddOrder", limit("buy", "1", "90"));
    Thread.sleep(300);
    assertThat(rest.result("OpenOrders").path("open")).hasSize(1);
  }

  @Test
  void closedOrdersArePagedNewestFirst() throws Exception {
    start(QUOTE_100);
    List<String> txids = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      txids.add(rest.result("AddOrder", market("buy", "0.01")).at("/txid/0").asText());
    }
    JsonNode first = rest.result("ClosedOrders");
    assertThat(first.path("count").asInt()).isEqualTo(60);
    assertThat(first.path("closed")).hasSize(50);
    assertThat(first.path("closed").fieldNames().next()).isEqualTo(txids.get(59));
    JsonNode second = rest.result("ClosedOrders", "ofs", "50");
    assertThat(second.path("closed")).hasSize(10);
    assertThat(new HashSet<>(txids)).hasSize(60);
  }

  @Test
  void executionsAndBalancesFollowOrdersInSequence() throws Exception {
    start(QUOTE_100);
    String resting =
        rest.result("AddOrder", limit("buy", "1", "90", "cl_ord_id", "rest-1"))
            .at("/txid/0")
            .asText();
    String token = rest.result("GetWebSocketsToken").path("token").asText();
    SocketClient client = SocketClient.open(venue);
    client.send(
        "{\"method\":\"subscribe\",\"req_id\":1,\"params\":{\"channel\":\"executions\","
            + "\"token\":\"wrong\"}}");
    assertThat(client.answer(1).path("error").asText()).isEqualTo("ESession:Invalid session");
    client.send(
        "{\"method\":\"subscribe\",\"req_id\":2,\"params\":{\"channel\":\"executions\","
            + "\"snap_orders\":true,\"snap_trades\":true,\"token\":\""
            + token
            + "\"}}");
    client.send(
        "{\"method\":\"subscribe\",\"req_id\":3,\"params\":{\"channel\":\"balances\",\"token\":\""
            + token
            + "\"}}");
    JsonNode snapshot =
        client.await(
            json ->
                json.path("channel").asText().equals("executions")
                    && json.path("type").asText().equals("snapshot"));
    assertThat(snapshot.path("sequence").asInt()).isEqualTo(1);
    assertThat(snapshot.at("/data/0/order_id").asText()).isEqualTo(resting);
    assertThat(snapshot.at("/data/0/cl_ord_id").asText()).isEqualTo("rest-1");
    client.answer(3);

    String txid =
        rest.result("AddOrder", market("buy", "1.5", "cl_ord_id", "take-1")).at("/txid/0").asText();
    rest.result("CancelOrder", "txid", resting);
    Awaitility.await().until(() -> client.channel("executions", "update").size() >= 6);
    List<JsonNode> updates = client.channel("executions", "update");
    assertThat(updates)
        .extracting(update -> update.at("/data/0/exec_type").asText())
        .containsExactly("pending_new", "new", "trade", "trade", "filled", "canceled");
    assertThat(updates)
        .extracting(u -> u.path("sequence").asInt())
        .containsExactly(2, 3, 4, 5, 6, 7);
    JsonNode live = updates.get(1).at("/data/0");
    assertThat(live.has("symbol")).as("updates are sparse").isFalse();
    JsonNode trade = updates.get(2).at("/data/0");
    assertThat(trade.path("order_id").asText()).isEqualTo(txid);
    assertThat(trade.path("last_qty").decimalValue()).isEqualByComparingTo("1");
    assertThat(trade.path("last_price").decimalValue()).isEqualByComparingTo("100");
    assertThat(trade.path("liquidity_ind").asText()).isEqualTo("t");
    assertThat(trade.at("/fees/0/qty").decimalValue()).isEqualByComparingTo("0.2");
    assertThat(trade.path("exec_id").asText())
        .isEqualTo(ledger("fill").get(0).path("exec_id").asText());
    List<JsonNode> balances = client.channel("balances", "update");
    assertThat(balances).hasSize(2);
    assertThat(balances.get(1).at("/data/0/balance").decimalValue()).isEqualByComparingTo("6.5");
    client.close();
  }

  @Test
  void ordersOverTheSocket() throws Exception {
    start(QUOTE_100);
    String token = rest.result("GetWebSocketsToken").path("token").asText();
    SocketClient client = SocketClient.open(venue);
    client.send(
        "{\"method\":\"add_order\",\"req_id\":1,\"params\":{\"order_type\":\"limit\","
            + "\"side\":\"buy\",\"order_qty\":1,\"symbol\":\"BTC/USD\",\"limit_price\":90,"
            + "\"cl_ord_id\":\"ws-1\",\"token\":\""
            + token
            + "\"}}");
    JsonNode added = client.answer(1);
    assertThat(added.path("success").asBoolean()).isTrue();
    String txid = added.at("/result/order_id").asText();
    client.send(
        "{\"method\":\"amend_order\",\"req_id\":2,\"params\":{\"order_id\":\""
            + txid
            + "\",\"limit_price\":91,\"token\":\""
            + token
            + "\"}}");
    assertThat(client.answer(2).at("/result/amend_id").asText()).isNotEmpty();
    assertThat(rest.result("OpenOrders").at("/open/" + txid + "/descr/price").asText())
        .isEqualTo("91");
    client.send(
        "{\"method\":\"cancel_order\",\"req_id\":3,\"params\":{\"order_id\":[\""
            + txid
            + "\"],\"token\":\""
            + token
            + "\"}}");
    assertThat(client.answer(3).at("/result/order_id").asText()).isEqualTo(txid);
    client.send(
        "{\"method\":\"cancel_order\",\"req_id\":4,\"params\":{\"order_id\":[\""
            + txid
            + "\"],\"token\":\""
            + token
            + "\"}}");
    assertThat(client.answer(4).path("error").asText()).isEqualTo("EOrder:Unknown order");
    client.send(
        "{\"method\":\"cancel_all\",\"req_id\":5,\"params\":{\"token\":\"" + token + "\"}}");
    assertThat(client.answer(5).at("/result/count").asInt()).isZero();
    client.close();
  }

  @Test
  void everythingIsThereAfterARestart() throws Exception {
    start(QUOTE_100);
    String resting =
        rest.result("AddOrder", limit("buy", "1", "90", "cl_ord_id", "keep"))
            .at("/txid/0")
            .asText();
    rest.result("AmendOrder", "txid", resting, "limit_price", "91");
    String filled = rest.result("AddOrder", market("buy", "1.2")).at("/txid/0").asText();
    JsonNode balance = rest.result("Balance");
    JsonNode extended = rest.result("BalanceEx");
    HttpResponse<String> last = rest.rawWithNonce("9000000000000000000", "Balance");
    assertThat(last.body()).contains("\"error\":[]");
    venue.close();
    // a line that a kill cut short
    Files.writeString(
        folder.resolve("ledger.jsonl"), "{\"seq\":999,\"kind\":\"fil", StandardOpenOption.APPEND);

    start(QUOTE_100);
    assertThat(rest.error("Balance")).isEqualTo("EAPI:Invalid nonce");
    RestClient later = rest;
    long nonce = 9_000_000_000_000_000_001L;
    assertThat(SocketClient.json(later.rawWithNonce("" + nonce++, "Balance").body()).get("result"))
        .isEqualTo(balance);
    assertThat(
            SocketClient.json(later.rawWithNonce("" + nonce++, "BalanceEx").body()).get("result"))
        .isEqualTo(extended);
    JsonNode open =
        SocketClient.json(later.rawWithNonce("" + nonce++, "OpenOrders").body()).at("/result/open");
    assertThat(open.at("/" + resting + "/descr/price").asText()).isEqualTo("91");
    String next =
        SocketClient.json(later.rawWithNonce("" + nonce, "AddOrder", market("buy", "1")).body())
            .at("/result/txid/0")
            .asText();
    assertThat(next).isNotIn(resting, filled, "");
    Set<String> execIds = new HashSet<>();
    ledger("fill").forEach(fill -> assertThat(execIds.add(fill.path("exec_id").asText())).isTrue());
    long seq = 1;
    for (String line : Files.readAllLines(venue.ledgerFile())) {
      assertThat(SocketClient.json(line).path("seq").asLong()).isEqualTo(seq++);
    }
  }

  @Test
  void plannedFaultsHappenOnceBeforeOrAfterTheOrderIsAccepted() throws Exception {
    start(QUOTE_100);
    rest.control("faults", "{\"target\":\"AddOrder\",\"kind\":\"status\",\"when\":\"before\"}");
    assertThat(rest.raw("AddOrder", market("buy", "0.1")).statusCode()).isEqualTo(503);
    assertThat(ledger("order_accepted")).isEmpty();
    rest.control(
        "faults",
        "[{\"target\":\"AddOrder\",\"kind\":\"status\",\"when\":\"after\",\"status\":502},"
            + "{\"target\":\"AddOrder\",\"kind\":\"drop\",\"when\":\"after\"},"
            + "{\"target\":\"AddOrder\",\"kind\":\"drop\",\"when\":\"before\"},"
            + "{\"target\":\"AddOrder\",\"kind\":\"truncate\",\"when\":\"after\"},"
            + "{\"target\":\"AddOrder\",\"kind\":\"html\",\"when\":\"after\"},"
            + "{\"target\":\"AddOrder\",\"kind\":\"wrong_id\",\"when\":\"after\"},"
            + "{\"target\":\"AddOrder\",\"kind\":\"rate_limit\",\"when\":\"before\"},"
            + "{\"target\":\"AddOrder\",\"kind\":\"delay\",\"when\":\"after\",\"delay_ms\":300}]");
    assertThat(rest.raw("AddOrder", market("buy", "0.1")).statusCode()).isEqualTo(502);
    assertThat(ledger("order_accepted")).hasSize(1);
    assertThatThrownBy(() -> rest.raw("AddOrder", market("buy", "0.1")))
        .isInstanceOf(IOException.class);
    assertThat(ledger("order_accepted")).hasSize(2);
    assertThatThrownBy(() -> rest.raw("AddOrder", market("buy", "0.1")))
        .isInstanceOf(IOException.class);
    assertThat(ledger("order_accepted")).hasSize(2);
    assertThatThrownBy(() -> rest.raw("AddOrder", market("buy", "0.1")))
        .isInstanceOf(IOException.class);
    assertThat(ledger("order_accepted")).hasSize(3);
    assertThat(rest.raw("AddOrder", market("buy", "0.1")).body()).startsWith("<!DOCTYPE html>");
    assertThat(rest.result("AddOrder", market("buy", "0.1")).at("/txid/0").asText())
        .isEqualTo("OZZZZZ-ZZZZZ-ZZZZZZ");
    assertThat(rest.error("AddOrder", market("buy", "0.1"))).isEqualTo("EAPI:Rate limit exceeded");
    long start = System.nanoTime();
    rest.result("AddOrder", market("buy", "0.1"));
    assertThat(System.nanoTime() - start).isGreaterThan(250_000_000L);
    assertThat(ledger("order_accepted")).hasSize(6);
    assertThat(rest.control("faults", "{\"target\":\"AddOrder\",\"kind\":\"fly\"}").has("error"))
        .isTrue();
  }

  @Test
  void takesTwoHundredOrdersASecondWithEveryOneSynced() throws Exception {
    start(QUOTE_100);
    int orders = 400;
    ExecutorService clients = Executors.newFixedThreadPool(1);
    long start = System.nanoTime();
    Future<?> done =
        clients.submit(
            () -> {
              for (int i = 0; i < orders; i++) {
                rest.result("AddOrder", limit("buy", "0.01", "90"));
              }
              return null;
            });
    done.get();
    double perSecond = orders / ((System.nanoTime() - start) / 1e9);
    clients.shutdown();
    LoggerFactory.getLogger(TradingTest.class)
        .info("MEASURED synced_orders_per_second={}", Math.round(perSecond));
    assertThat(ledger("order_accepted")).hasSize(orders);
    assertThat(perSecond).isGreaterThan(50);
  }
}
