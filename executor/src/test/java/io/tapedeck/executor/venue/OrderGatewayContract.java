package io.tapedeck.executor.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import io.tapedeck.executor.core.SendOutcome;
import io.tapedeck.executor.core.VenueFill;
import io.tapedeck.executor.core.VenueOrder;
import io.tapedeck.simulator.SimulatorConfig;
import io.tapedeck.simulator.SimulatorConfig.ApiAccount;
import io.tapedeck.simulator.SimulatorConfig.MarketConfig;
import io.tapedeck.simulator.SimulatorConfig.StartConfig;
import io.tapedeck.simulator.VenueSimulator;
import io.tapedeck.simulator.market.Pace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every adapter must do, against the simulator whose ledger judges. An adapter's test says how
 * to reach its side of the venue and what its calls are named in planned faults.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class OrderGatewayContract {
  protected static final String KEY = "test-key";
  protected static final String SECRET = "c2VjcmV0LW9mLXRoZS10ZXN0LWFjY291bnQtMDAwMDAwMDE=";
  protected static final Duration CALL_TIMEOUT = Duration.ofMillis(600);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a listener was told. */
  protected static final class Heard implements ExecutionListener {
    public Heard() {}

    private final List<VenueFill> fills = new CopyOnWriteArrayList<>();
    private final List<VenueOrder> orders = new CopyOnWriteArrayList<>();
    private final List<String> gaps = new CopyOnWriteArrayList<>();

    public List<VenueFill> fills() {
      return fills;
    }

    public List<String> gaps() {
      return gaps;
    }

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
      gaps.add(why);
    }
  }

  protected Path folder;
  protected VenueSimulator venue;
  protected OrderGateway gateway;

  /** The adapter, at the simulator. */
  protected abstract OrderGateway connect(String key, String secret);

  /** A pair that is played. */
  protected abstract InstrumentId instrument();

  /** In planned faults, the name of the call that submits. */
  protected abstract String submitCall();

  /** In planned faults, the name of the call that asks by client order id first. */
  protected abstract String findCall();

  @BeforeAll
  void startVenue(@TempDir Path temporary) throws Exception {
    folder = temporary;
    venue =
        VenueSimulator.start(
            SimulatorConfig.builder(folder)
                .accounts(
                    new ApiAccount(
                        "main", KEY, SECRET, Map.of("USD", "1000000000", "BTC", "10000")))
                .market(MarketConfig.synthetic(7, 2_000_000))
                .speed(Pace.rate(500))
                .start(StartConfig.onCommandOnly())
                .earliestDeadlineMillis(-1)
                .build());
    venue.play();
    await().atMost(Duration.ofSeconds(20)).until(() -> venue.state().played() > 200);
  }

  @AfterAll
  void stopVenue() throws Exception {
    venue.close();
  }

  @BeforeEach
  void open() {
    gateway = connect(KEY, SECRET);
  }

  @AfterEach
  void close() throws Exception {
    gateway.close();
    control("DELETE", "faults", "");
  }

  protected static ClientOrderId freshId() {
    return new ClientOrderId(UUID.randomUUID().toString());
  }

  protected static long deadline() {
    return nowNanos() + Duration.ofSeconds(5).toNanos();
  }

  protected static long nowNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  protected static OrderTerms market(String quantity) {
    return OrderTerms.market(Side.BUY, Quantity.of(quantity));
  }

  protected static OrderTerms resting() {
    return OrderTerms.limit(Side.BUY, Quantity.of("0.01"), Price.of("10000"));
  }

  protected SendOutcome submit(OrderTerms terms, ClientOrderId id) {
    return gateway.submit(instrument(), terms, id, deadline());
  }

  protected void control(String method, String path, String body) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(venue.restUrl() + "/control/" + path))
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  protected void fault(String call, String kind, String when, String more) throws Exception {
    control(
        "POST",
        "faults",
        "{\"target\":\""
            + call
            + "\",\"kind\":\""
            + kind
            + "\",\"when\":\""
            + when
            + "\""
            + more
            + "}");
  }

  protected List<JsonNode> ledger(String kind, ClientOrderId id) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    String text = Files.readString(venue.ledgerFile());
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      JsonNode node = JSON.readTree(line);
      if (node.path("kind").asText().equals(kind)
          && node.path("cl_ord_id").asText().equals(id.value())) {
        lines.add(node);
      }
    }
    return lines;
  }

  @Test
  void placesOneOrderAndFindsItByOurId() throws Exception {
    ClientOrderId id = freshId();

    SendOutcome outcome = submit(resting(), id);

    assertThat(outcome).isInstanceOf(SendOutcome.Accepted.class);
    assertThat(ledger("order_accepted", id)).hasSize(1);
    VenueOrder found = gateway.findByClientOrderId(id);
    assertThat(found.id()).isEqualTo(((SendOutcome.Accepted) outcome).venueOrderId());
    assertThat(found.status()).isEqualTo(VenueOrder.Status.WORKING);
    assertThat(found.clientOrderId()).isEqualTo(id);
    assertThat(found.instrument()).isEqualTo(instrument());
    assertThat(found.side()).isEqualTo(Side.BUY);
    assertThat(found.quantity()).isEqualTo(Quantity.of("0.01"));
    assertThat(found.limitPrice()).isEqualTo(Price.of("10000"));
    assertThat(gateway.openOrders()).extracting(VenueOrder::id).contains(found.id());
    assertThat(gateway.orders(List.of(found.id()))).extracting(VenueOrder::id).contains(found.id());
    assertThat(gateway.findByClientOrderId(freshId())).isNull();
  }

  @Test
  void cancelsOnceAndIsToldWhenThereIsNothingToCancel() throws Exception {
    ClientOrderId id = freshId();
    submit(resting(), id);

    assertThat(gateway.cancel(id)).isInstanceOf(SendOutcome.Accepted.class);

    assertThat(ledger("order_canceled", id)).hasSize(1);
    assertThat(gateway.findByClientOrderId(id).status()).isEqualTo(VenueOrder.Status.CANCELED);
    assertThat(gateway.cancel(id)).isInstanceOf(SendOutcome.Rejected.class);
    assertThat(gateway.cancel(freshId()))
        .isInstanceOfAny(SendOutcome.Rejected.class, SendOutcome.NotSent.class);
  }

  @Test
  void amendsSizeAndPriceAndStillFindsItByTheFirstId() {
    ClientOrderId id = freshId();
    submit(resting(), id);

    for (String price : List.of("11000", "12000")) {
      assertThat(gateway.amend(id, Quantity.of("0.02"), Price.of(price), deadline()))
          .isInstanceOf(SendOutcome.Accepted.class);
      VenueOrder now = gateway.findByClientOrderId(id);
      assertThat(now.quantity()).isEqualTo(Quantity.of("0.02"));
      assertThat(now.limitPrice()).isEqualTo(Price.of(price));
      assertThat(now.clientOrderId()).isEqualTo(id);
      assertThat(now.status()).isEqualTo(VenueOrder.Status.WORKING);
    }
    assertThat(gateway.openOrders())
        .filteredOn(order -> id.equals(order.clientOrderId()))
        .hasSize(1);
    assertThat(gateway.cancel(id)).isInstanceOf(SendOutcome.Accepted.class);
    assertThat(gateway.openOrders())
        .filteredOn(order -> id.equals(order.clientOrderId()))
        .isEmpty();
  }

  @Test
  void showsEachExecutionUnderOneIdInStreamAndHistory() throws Exception {
    Heard heard = new Heard();
    gateway.stream(heard);
    await().atMost(Duration.ofSeconds(10)).until(() -> !heard.gaps.isEmpty());
    long since = nowNanos();
    ClientOrderId id = freshId();

    submit(market("3"), id);

    List<JsonNode> truth = new ArrayList<>();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              truth.clear();
              truth.addAll(ledger("fill", id));
              assertThat(truth).isNotEmpty();
              assertThat(heard.fills).hasSizeGreaterThanOrEqualTo(truth.size());
            });
    List<VenueFill> listed = new ArrayList<>(gateway.fillsSince(since - 1_000_000_000L));
    Map<String, Quantity> byStream = sizes(heard.fills);
    Map<String, Quantity> byList = sizes(listed);
    assertThat(byList).hasSameSizeAs(truth);
    assertThat(byStream).isEqualTo(byList);
    Quantity sum = Quantity.ZERO;
    for (VenueFill fill : listed) {
      sum = sum.plus(fill.execution().quantity());
      assertThat(fill.execution().side()).isEqualTo(Side.BUY);
      assertThat(fill.instrument()).isEqualTo(instrument());
    }
    assertThat(sum).isEqualTo(Quantity.of("3"));
    assertThat(
            gateway.fills(listed.stream().map(fill -> fill.execution().id()).toList()).stream()
                .map(fill -> fill.execution().id()))
        .containsExactlyInAnyOrderElementsOf(
            listed.stream().map(fill -> fill.execution().id()).toList());
    assertThat(gateway.findByClientOrderId(id).status()).isEqualTo(VenueOrder.Status.FILLED);
    assertThat(gateway.findByClientOrderId(id).filled()).isEqualTo(Quantity.of("3"));
  }

  private static Map<String, Quantity> sizes(List<VenueFill> fills) {
    Map<String, Quantity> sizes = new HashMap<>();
    fills.forEach(fill -> sizes.put(fill.execution().id().value(), fill.execution().quantity()));
    return sizes;
  }

  @Test
  void comesBackAfterItsSocketWasCut() throws Exception {
    Heard heard = new Heard();
    gateway.stream(heard);
    await().atMost(Duration.ofSeconds(10)).until(() -> !heard.gaps.isEmpty());
    int before = heard.gaps.size();

    control("POST", "disconnect", "");

    await().atMost(Duration.ofSeconds(10)).until(() -> heard.gaps.size() > before);
    ClientOrderId id = freshId();
    submit(resting(), id);
    gateway.cancel(id);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> heard.orders.stream().anyMatch(o -> id.equals(o.clientOrderId())));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 520})
  @Tag("F9")
  void serverErrorsLeaveTheOutcomeUnknownWhetherItWasTakenOrNot(int status) throws Exception {
    for (String when : List.of("before", "after")) {
      fault(submitCall(), "status", when, ",\"status\":" + status);
      ClientOrderId id = freshId();

      assertThat(submit(resting(), id)).isInstanceOf(SendOutcome.Unknown.class);

      int taken = when.equals("after") ? 1 : 0;
      assertThat(ledger("order_accepted", id)).hasSize(taken);
      assertThat(gateway.findByClientOrderId(id) != null).isEqualTo(taken == 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop", "truncate", "html", "wrong_id"})
  void answersThatProveNothingLeaveTheOutcomeUnknown(String kind) throws Exception {
    fault(submitCall(), kind, "after", "");
    ClientOrderId id = freshId();

    assertThat(submit(resting(), id)).isInstanceOf(SendOutcome.Unknown.class);

    assertThat(ledger("order_accepted", id)).hasSize(1);
    assertThat(gateway.findByClientOrderId(id)).isNotNull();
  }

  @Test
  void aCallEndsAtItsDeadline() throws Exception {
    fault(submitCall(), "delay", "after", ",\"delay_ms\":3000");
    ClientOrderId id = freshId();
    long begin = System.nanoTime();

    assertThat(submit(resting(), id)).isInstanceOf(SendOutcome.Unknown.class);

    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isLessThan(CALL_TIMEOUT.multipliedBy(3));
  }

  @Test
  void tooManyRequestsIsARefusalOfThisOrder() throws Exception {
    fault(submitCall(), "rate_limit", "before", "");
    ClientOrderId id = freshId();

    assertThat(submit(resting(), id)).isInstanceOf(SendOutcome.Rejected.class);

    assertThat(ledger("order_accepted", id)).isEmpty();
  }

  @Test
  void questionsAreRepeatedButNotForEver() throws Exception {
    ClientOrderId id = freshId();
    submit(resting(), id);
    fault(findCall(), "status", "before", ",\"status\":502");

    assertThat(gateway.findByClientOrderId(id)).isNotNull();

    fault(findCall(), "drop", "before", ",\"count\":3");
    assertThatThrownBy(() -> gateway.findByClientOrderId(id))
        .isInstanceOf(VenueUnavailableException.class);
  }

  @Test
  @Tag("B15")
  @Tag("A47")
  void theVenuesRefusalIsDefinitiveAndInItsWords() throws Exception {
    ClientOrderId id = freshId();
    OrderTerms tooMuch = OrderTerms.limit(Side.BUY, Quantity.of("5000"), Price.of("1000000"));

    SendOutcome outcome = submit(tooMuch, id);

    assertThat(outcome).isInstanceOf(SendOutcome.Rejected.class);
    assertThat(((SendOutcome.Rejected) outcome).reason().toLowerCase(java.util.Locale.ROOT))
        .contains("insufficient");
    assertThat(ledger("order_accepted", id)).isEmpty();
  }

  @Test
  void aSecondOrderUnderOneIdIsNoProofThatNoneIsThere() {
    ClientOrderId id = freshId();
    submit(resting(), id);

    assertThat(submit(resting(), id)).isInstanceOf(SendOutcome.Unknown.class);
  }

  @Test
  void showsBalances() {
    assertThat(gateway.balances())
        .anySatisfy(balance -> assertThat(balance.total().signum()).isPositive());
  }

  @Test
  @Tag("B10")
  void preflightFindsNothingWrongWithAGoodKey() {
    assertThat(gateway.preflight().problems()).isEmpty();
  }

  @Test
  @Tag("B10")
  @Tag("A12")
  void preflightFindsAWrongKey() throws Exception {
    try (OrderGateway wrong = connect("nobodys-key", SECRET)) {
      assertThat(wrong.preflight().problems()).isNotEmpty();
      ClientOrderId id = freshId();
      assertThat(wrong.submit(instrument(), resting(), id, deadline()))
          .isInstanceOfAny(SendOutcome.Rejected.class, SendOutcome.NotSent.class);
      assertThat(ledger("order_accepted", id)).isEmpty();
    }
  }
}
