package io.tapedeck.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestConfigTest {
  @Test
  @Tag("A17")
  @Tag("A20")
  void theSymbolsOfTheConfigAreTheInstrumentsOfTheFeedAndNoOthers() {
    assertThat(instruments("exchange: alpaca, symbols: [AAPL, MSFT]"))
        .containsExactly("ALPACA:AAPL", "ALPACA:MSFT");
    assertThat(instruments("exchange: alpaca, symbols: [AAPL, MSFT, NEW.A]"))
        .containsExactly("ALPACA:AAPL", "ALPACA:MSFT", "ALPACA:NEW.A");
    assertThat(instruments("symbols: [BTC/USD]")).containsExactly("KRAKEN:BTC/USD");
  }

  private static List<String> instruments(String yaml) {
    return VenueFeeds.protocol(IngestHarness.config(yaml), new SimpleMeterRegistry()).instruments();
  }

  @Test
  @Tag("A87")
  void theAddressOfTheConfigIsUsedAndBackupsFollow() {
    assertThat(IngestHarness.config("symbols: [BTC/USD]").urls())
        .containsExactly(URI.create("wss://ws.kraken.com/v2"));
    assertThat(IngestHarness.config("exchange: alpaca, symbols: [AAPL]").urls())
        .containsExactly(URI.create("wss://stream.data.alpaca.markets/v2/iex"));
    assertThat(
            IngestHarness.config(
                    "symbols: [BTC/USD], websocket_url: 'wss://a/v2', backup_urls: ['ws://b/v2']")
                .urls())
        .containsExactly(URI.create("wss://a/v2"), URI.create("ws://b/v2"));
  }

  @Test
  void eachVenueHasItsUsualChannels() {
    assertThat(IngestHarness.config("symbols: [BTC/USD]").subscribedChannels())
        .containsExactly("ticker", "trade", "book");
    assertThat(IngestHarness.config("exchange: alpaca, symbols: [AAPL]").subscribedChannels())
        .contains("trades", "quotes", "statuses", "lulds");
    assertThat(
            IngestHarness.config(
                    "exchange: alpaca, symbols: [BTC/USD], websocket_url:"
                        + " 'wss://stream.data.alpaca.markets/v1beta3/crypto/us'")
                .subscribedChannels())
        .contains("orderbooks")
        .doesNotContain("statuses");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "symbols: [BTCUSD]|symbols",
        "symbols: ['*']|symbols",
        "exchange: alpaca, symbols: ['A B']|symbols",
        "symbols: [BTC/USD, BTC/USD]|twice",
        "symbols: [BTC/USD], channels: [quotes]|channels",
        "exchange: alpaca, symbols: [AAPL], channels: [ticker]|channels",
        "symbols: [BTC/USD], websocket_url: 'http://x'|websocket_url",
        "symbols: [BTC/USD], backup_urls: ['http://x']|backup_urls",
        "symbols: [BTC/USD], stale_after_ms: 1000|stale_after_ms",
        "symbols: [BTC/USD], queue_policy: drop|queue_policy",
        "symbols: [BTC/USD], book_depth: 11|book_depth",
        "exchange: binance, symbols: [BTC/USD]|exchange"
      })
  void whatMakesNoSenseIsRefusedByName(String yaml, String named) {
    assertThatThrownBy(() -> IngestHarness.config(yaml)).hasMessageContaining(named);
  }
}
