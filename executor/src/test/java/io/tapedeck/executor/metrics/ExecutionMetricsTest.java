package io.tapedeck.executor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.Side;
import io.tapedeck.executor.venue.wire.VenueHttp;
import io.tapedeck.runtime.metrics.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Names and words that users' alerts look for, made by real calls. */
class ExecutionMetricsTest {
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final Metrics metrics = new Metrics("executor");
  private final ExecutionMetrics execution = new ExecutionMetrics(metrics.registry());
  private final MockWebServer server = new MockWebServer();
  private final VenueHttp http = new VenueHttp(Duration.ofMillis(1_500), execution);

  @BeforeEach
  void listen() throws Exception {
    said.start();
    ((Logger) LoggerFactory.getLogger(ExecutionMetrics.class)).addAppender(said);
    server.start();
  }

  @AfterEach
  void stop() {
    ((Logger) LoggerFactory.getLogger(ExecutionMetrics.class)).detachAppender(said);
    http.close();
    server.close();
    metrics.close();
  }

  private VenueHttp.Answer call(MockResponse response) {
    server.enqueue(response);
    return http.call("submit", new Request.Builder().url(server.url("/v2/orders")));
  }

  private List<String> lines() {
    return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  @Tag("A41")
  @Tag("A43")
  @Tag("B12")
  void countsAndTellsTooManyRequests() {
    VenueHttp.Answer answer =
        call(
            new MockResponse.Builder()
                .code(429)
                .addHeader("Retry-After", "7")
                .addHeader("X-RateLimit-Remaining", "0")
                .body("{}")
                .build());
    execution.submitted();

    assertThat(answer.retryAfterSeconds()).isEqualTo(7);
    assertThat(answer.remaining()).isZero();
    assertThat(lines()).contains("Failed to submit order: API rate limit exceeded");
    assertThat(metrics.scrape())
        .contains("execution_rate_limit_errors")
        .contains("execution_orders_submitted_total");
  }

  @Test
  @Tag("A42")
  void tellsATimeOut() {
    VenueHttp.Answer answer =
        call(new MockResponse.Builder().headersDelay(3, TimeUnit.SECONDS).build());

    assertThat(answer.failure()).startsWith("no answer in time");
    assertThat(lines()).contains("Order submission timeout");
  }

  @Test
  @Tag("A65")
  void warnsOfASlowCallWithWhatIsExpected() {
    call(new MockResponse.Builder().headersDelay(1_100, TimeUnit.MILLISECONDS).body("{}").build());

    assertThat(lines())
        .anyMatch(line -> line.matches("API request took 1\\d\\d\\dms \\(expected <1000ms\\).*"));
  }

  @Test
  @Tag("A74")
  void hasAHistogramOfLatency() {
    execution.answered(TimeUnit.MILLISECONDS.toNanos(12));

    assertThat(metrics.scrape())
        .contains("execution_latency_seconds_bucket")
        .contains("execution_latency_seconds_count");
  }

  @Test
  @Tag("A50")
  void tellsHowMuchWorseThanTheMarkExecutionsAre() {
    IntentId bought = new IntentId("bought");
    IntentId sold = new IntentId("sold");
    execution.arrived(bought, Price.of("100"));
    execution.arrived(sold, Price.of("200"));

    execution.executed(bought, execution(Side.BUY, "100.10")); // 10 basis points worse
    execution.executed(sold, execution(Side.SELL, "200.40")); // 20 better
    execution.executed(new IntentId("unknown"), execution(Side.BUY, "5"));

    assertThat(metrics.scrape()).containsPattern("execution_slippage\\{[^}]*} -5\\.0");
  }

  private static Execution execution(Side side, String price) {
    return new Execution(
        new ExecutionId("T1"), side, Quantity.of("1"), Price.of(price), Money.ZERO, "USD", false);
  }

  @Test
  void followsNoRedirectAndRepeatsNothing() {
    VenueHttp.Answer answer =
        call(
            new MockResponse.Builder()
                .code(307)
                .addHeader("Location", server.url("/elsewhere"))
                .build());

    assertThat(answer.status()).isEqualTo(307);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }
}
