package io.tapedeck.executor.venue.alpaca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import io.tapedeck.executor.core.SendOutcome;
import io.tapedeck.executor.core.VenueFill;
import io.tapedeck.executor.lane.AccountGuard;
import io.tapedeck.executor.venue.CallObserver;
import io.tapedeck.executor.venue.OrderGateway;
import io.tapedeck.executor.venue.OrderGatewayContract;
import io.tapedeck.executor.venue.Preflight;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AlpacaGatewayTest extends OrderGatewayContract {
  private OrderGateway connect(String key, String secret, String streamPath) {
    return new AlpacaGateway(
        new AlpacaGateway.Settings(
            "main",
            URI.create(venue.restUrl() + "/v2"),
            URI.create(venue.webSocketUrl(streamPath)),
            key,
            secret,
            CALL_TIMEOUT,
            Duration.ofMillis(20),
            Duration.ofMillis(500),
            OrderGatewayContract::nowNanos,
            CallObserver.NONE));
  }

  @Override
  protected OrderGateway connect(String key, String secret) {
    return connect(key, secret, "/stream");
  }

  @Override
  protected InstrumentId instrument() {
    return InstrumentId.of("ALPACA", "BTC/USD");
  }

  @Override
  protected String submitCall() {
    return "submit";
  }

  @Override
  protected String findCall() {
    return "by_client_order_id";
  }

  @Test
  void understandsTextFramesAsWellAsBinaryOnes() {
    try (OrderGateway text = connect(KEY, SECRET, "/stream?frames=text")) {
      Heard heard = new Heard();
      text.stream(heard);
      await().atMost(Duration.ofSeconds(10)).until(() -> !heard.gaps().isEmpty());
      ClientOrderId id = freshId();

      submit(market("0.01"), id);

      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> heard.fills().stream().anyMatch(f -> id.equals(f.clientOrderId())));
    }
  }

  @Test
  void readsExecutionsOverSeveralPages() {
    long since = nowNanos();
    for (int i = 0; i < 120; i++) {
      submit(market("0.001"), freshId());
    }

    List<VenueFill> fills = gateway.fillsSince(since);

    Set<String> ids = new HashSet<>();
    fills.forEach(fill -> ids.add(fill.execution().id().value()));
    assertThat(fills).hasSizeGreaterThanOrEqualTo(120);
    assertThat(ids).hasSameSizeAs(fills);
    assertThat(fills).allMatch(fill -> fill.clientOrderId() != null);
  }

  @Test
  @Tag("A47")
  @Tag("A48")
  @Tag("A68")
  void preflightShowsAccountAndFundsAndTheGuardComparesThem() {
    Preflight found = gateway.preflight();

    assertThat(found.accountNumber()).startsWith("PA");
    assertThat(found.funds()).startsWith("buying_power=").doesNotEndWith("=");
    assertThat(new AccountGuard(found.accountNumber(), false).problems(found)).isEmpty();
    assertThat(new AccountGuard("PA00000000", false).problems(found)).hasSize(1);
    assertThat(new AccountGuard(found.accountNumber(), true).problems(found))
        .singleElement()
        .asString()
        .contains("paper account");
  }

  @Test
  @Tag("A66")
  void aWrongKeyIsNamedAsWhatItIs() {
    try (OrderGateway wrong = connect("nobodys-key", SECRET)) {
      assertThat(wrong.preflight().problems())
          .singleElement()
          .asString()
          .startsWith("401 Unauthorized")
          .doesNotContain("nobodys-key")
          .doesNotContain(SECRET);
    }
  }

  @Test
  @Tag("A21")
  void sendsNothingForWhatIsNotListed() throws Exception {
    ClientOrderId id = freshId();

    SendOutcome outcome =
        gateway.submit(InstrumentId.of("ALPACA", "NOSUCH"), resting(), id, deadline());

    assertThat(outcome).isInstanceOf(SendOutcome.NotSent.class);
    assertThat(ledger("request_refused", id)).isEmpty();
  }

  @Test
  void doesNotReplaceWhatDoesNotWork() throws Exception {
    ClientOrderId id = freshId();
    submit(resting(), id);
    gateway.cancel(id);

    assertThat(gateway.amend(id, Quantity.of("0.02"), Price.of("11000"), deadline()))
        .isInstanceOf(SendOutcome.Rejected.class);
    assertThat(gateway.amend(freshId(), Quantity.of("0.02"), Price.of("11000"), deadline()))
        .isInstanceOf(SendOutcome.NotSent.class);
  }

  @Test
  void refusesWhatAlpacaCannotDo() {
    OrderTerms fok =
        new OrderTerms(
            Side.BUY,
            io.tapedeck.domain.order.OrderType.LIMIT,
            Quantity.of("0.01"),
            Price.of("10000"),
            null,
            io.tapedeck.domain.order.TimeInForce.FOK,
            false,
            false);

    assertThat(submit(fok, freshId())).isInstanceOf(SendOutcome.NotSent.class);
  }
}
