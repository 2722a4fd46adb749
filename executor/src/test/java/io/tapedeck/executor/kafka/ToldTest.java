package io.tapedeck.executor.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.ClaimState;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.executor.metrics.ExecutionMetrics;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says of a limit order's outcome. */
class ToldTest {
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger(Told.class);

  @BeforeEach
  void listen() {
    said.start();
    log.addAppender(said);
  }

  @AfterEach
  void stop() {
    log.detachAppender(said);
  }

  private List<String> told(ClaimState state, String reason) {
    Batch batch = new Batch();
    batch.entry(
        new ClaimEntry(
            new IntentId("one"),
            new AccountId("main"),
            InstrumentId.of("KRAKEN", "BTC/USD"),
            new OrderAction.Submit(OrderTerms.limit(Side.BUY, Quantity.of("1"), Price.of("60000"))),
            state,
            new ClientOrderId("c-1"),
            1,
            1,
            2,
            "",
            state == ClaimState.ACKED ? new VenueOrderId("OABC-1") : null,
            reason,
            new Coordinates("orders-approved-v1", 0, 1)));
    Told.of(batch, new ExecutionMetrics(new SimpleMeterRegistry()));
    return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  @Tag("B18")
  void aPlacedOrderIsTold() {
    assertThat(told(ClaimState.ACKED, ""))
        .singleElement()
        .asString()
        .startsWith("Order placed successfully: OABC-1");
  }

  @Test
  @Tag("B18")
  void aRefusedOrderIsToldWithTheVenuesReason() {
    assertThat(told(ClaimState.REJECTED, "EOrder:Insufficient funds"))
        .singleElement()
        .asString()
        .contains("Order placement failed: EOrder:Insufficient funds");
  }

  @Test
  @Tag("B18")
  void anOrderThatDidNotLeaveIsTold() {
    assertThat(told(ClaimState.EXPIRED, "LEASE_OVER"))
        .singleElement()
        .asString()
        .startsWith("Error placing order: not sent: LEASE_OVER");
  }
}
