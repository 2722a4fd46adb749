package io.tapedeck.executor.venue.kraken;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.executor.venue.CallObserver;
import io.tapedeck.executor.venue.OrderGateway;
import io.tapedeck.executor.venue.OrderGatewayContract;
import java.net.URI;
import java.time.Duration;

class KrakenGatewayTest extends OrderGatewayContract {
  @Override
  protected OrderGateway connect(String key, String secret) {
    return new KrakenGateway(
        new KrakenGateway.Settings(
            "main",
            URI.create(venue.restUrl()),
            URI.create(venue.webSocketUrl()),
            key,
            secret,
            folder.resolve("nonce-" + key),
            CALL_TIMEOUT,
            Duration.ofMillis(20),
            OrderGatewayContract::nowNanos,
            CallObserver.NONE));
  }

  @Override
  protected InstrumentId instrument() {
    return InstrumentId.of("KRAKEN", "BTC/USD");
  }

  @Override
  protected String submitCall() {
    return "AddOrder";
  }

  @Override
  protected String findCall() {
    return "OpenOrders";
  }
}
