package io.tapedeck.executor.venue.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import io.tapedeck.executor.core.SendOutcome;
import io.tapedeck.executor.core.VenueFill;
import io.tapedeck.executor.core.VenueOrder;
import io.tapedeck.executor.venue.ExecutionListener;
import io.tapedeck.executor.venue.wire.VenueJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers prove about an order: recorded ones where the data folder is there. */
class KrakenRepliesTest {
  private static final OrderTerms SELL =
      OrderTerms.limit(Side.SELL, Quantity.of("0.01"), Price.of("45.25"));

  private static Path recorded(String name) {
    Path file = Path.of(System.getProperty("tapedeck.data", ""), "wire", "kraken", name);
    assumeTrue(Files.exists(file), "no recorded data at " + file);
    return file;
  }

  private static SendOutcome outcome(String body) {
    return KrakenParser.added(KrakenRest.parse(body), SELL);
  }

  @Test
  void takesTheRecordedAnswerOfAnOrder() throws Exception {
    String body = Files.readString(recorded("xchange-rest/example-addorder-response-data.json"));

    assertThat(outcome(body)).isInstanceOf(SendOutcome.Accepted.class);
    assertThat(
            KrakenParser.added(
                KrakenRest.parse(body),
                OrderTerms.limit(Side.SELL, Quantity.of("0.02"), Price.of("45.25"))))
        .isInstanceOf(SendOutcome.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EAPI:Invalid key",
        "EAPI:Invalid nonce",
        "EAPI:Invalid signature",
        "EAPI:Rate limit exceeded",
        "EOrder:Rate limit exceeded",
        "EOrder:Insufficient funds",
        "EGeneral:Permission denied",
        "EGeneral:Unknown Method",
        "EGeneral:Invalid arguments:type",
        "EQuery:Unknown asset pair"
      })
  void isRefusedForCertain(String error) {
    assertThat(outcome("{\"error\":[\"" + error + "\"]}")).isInstanceOf(SendOutcome.Rejected.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":[\"EService:Unavailable\"]}",
        "{\"error\":[\"EService:Busy\"]}",
        "{\"error\":[\"EService:Deadline elapsed\"]}",
        "{\"error\":[\"EGeneral:Internal error\"]}",
        "{\"error\":[\"EGeneral:Temporary lockout\"]}",
        "{\"error\":[\"ETrade:Locked\"]}",
        "{\"error\":[\"EOrder:Duplicate cl_ord_id\"]}",
        "{\"error\":[\"EOrder:Insufficient funds\",\"EService:Busy\"]}",
        "{\"error\":[],\"result\":{}}",
        "{\"error\":[],\"result\":{\"txid\":[]}}",
        "{\"result\":{}}",
        "{\"error\":[]",
        "<html></html>",
        ""
      })
  void provesNothing(String body) {
    assertThat(outcome(body)).isInstanceOf(SendOutcome.Unknown.class);
  }

  @Test
  void readsTheRecordedExecutionsSnapshot() throws Exception {
    List<VenueFill> fills = new ArrayList<>();
    KrakenExecutions executions = new KrakenExecutions(collecting(fills, new ArrayList<>()));

    executions.onMessage(
        VenueJson.parse(
            Files.readString(recorded("kraken-async-rs/063-executions-snapshot.json"))));

    assertThat(fills).hasSize(4);
    assertThat(fills.get(0).execution().price()).isEqualTo(Price.of("63377.2"));
    assertThat(fills.get(0).execution().feeCurrency()).isEqualTo("USD");
    assertThat(fills.get(1).execution().maker()).isTrue();
  }

  @Test
  void joinsSparseUpdatesAndSeesGaps() throws Exception {
    List<VenueFill> fills = new ArrayList<>();
    List<VenueOrder> orders = new ArrayList<>();
    KrakenExecutions executions = new KrakenExecutions(collecting(fills, orders));
    executions.onMessage(
        message(
            1,
            "snapshot",
            "{\"order_id\":\"O1\",\"cl_ord_id\":\"c-1\",\"symbol\":\"BTC/USD\",\"side\":\"buy\","
                + "\"exec_type\":\"new\",\"order_status\":\"new\"}"));

    boolean next =
        executions.onMessage(
            message(
                2,
                "update",
                "{\"order_id\":\"O1\",\"exec_type\":\"canceled\",\"order_status\":\"canceled\","
                    + "\"cum_qty\":0.5,\"reason\":\"User requested\","
                    + "\"timestamp\":\"2024-05-18T12:58:40.165132Z\"}"));
    boolean afterGap = executions.onMessage(message(4, "update", "{}"));

    assertThat(next).isTrue();
    assertThat(orders)
        .singleElement()
        .satisfies(
            order -> {
              assertThat(order.clientOrderId().value()).isEqualTo("c-1");
              assertThat(order.filled()).isEqualTo(Quantity.of("0.5"));
              assertThat(order.venueNanos()).isEqualTo(1_716_037_120_165_132_000L);
            });
    assertThat(afterGap).isFalse();
  }

  /** Every recorded answer of REST is understood as an answer, whatever it is about. */
  @Test
  void readsEveryRecordedAnswer() throws Exception {
    try (Stream<Path> files = Files.list(recorded("kraken-async-rs-rest"))) {
      for (Path file : files.filter(f -> f.toString().endsWith("-error.json")).toList()) {
        assertThat(KrakenRest.parse(Files.readString(file)))
            .as(file.toString())
            .isNotInstanceOf(KrakenReply.Unclear.class);
      }
    }
  }

  private static JsonNode message(int sequence, String type, String row) throws Exception {
    return VenueJson.parse(
        "{\"channel\":\"executions\",\"type\":\""
            + type
            + "\",\"data\":["
            + row
            + "],\"sequence\":"
            + sequence
            + "}");
  }

  private static ExecutionListener collecting(List<VenueFill> fills, List<VenueOrder> orders) {
    return new ExecutionListener() {
      @Override
      public void onFill(VenueFill fill) {
        fills.add(fill);
      }

      @Override
      public void onOrder(VenueOrder order) {
        orders.add(order);
      }

      @Override
      public void onGap(String why) {
        throw new AssertionError(why);
      }
    };
  }
}
