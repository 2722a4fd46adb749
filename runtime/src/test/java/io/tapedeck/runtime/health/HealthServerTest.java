package io.tapedeck.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tapedeck.runtime.metrics.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HealthServerTest {
  private final AtomicBoolean ready = new AtomicBoolean(true);
  private final AtomicBoolean alive = new AtomicBoolean(true);
  private final Metrics metrics = new Metrics("ingest");
  private final HttpClient client = HttpClient.newHttpClient();
  private final HealthServer server = server(0);

  private HealthServer server(int port) {
    List<HealthCheck> checks =
        List.of(
            HealthCheck.ready("feed", () -> new HealthCheck.Result(ready.get(), "age 5 ms")),
            HealthCheck.live("threads", alive::get));
    HealthConfig config = new HealthConfig("127.0.0.1", port);
    return new HealthServer(
        "ingest", config, () -> checks, metrics::scrape, new BuildInfo("1.2", "abc"));
  }

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(Duration.ofSeconds(1));
    metrics.close();
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode json(String path, int status) throws Exception {
    HttpResponse<String> response = send("GET", path);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
    return new JsonMapper().readTree(response.body());
  }

  @Test
  void readinessAndLivenessAreAskedApart() throws Exception {
    assertThat(json("/health/ready", 200).path("status").asText()).isEqualTo("UP");
    ready.set(false);

    JsonNode down = json("/health/ready", 503);

    assertThat(down.path("status").asText()).isEqualTo("DOWN");
    assertThat(down.path("checks").get(0).path("name").asText()).isEqualTo("feed");
    assertThat(down.path("checks").get(0).path("detail").asText()).isEqualTo("age 5 ms");
    assertThat(json("/health", 503)).isEqualTo(down);
    assertThat(json("/health/live", 200).path("checks").get(0).path("name").asText())
        .isEqualTo("threads");
    alive.set(false);
    json("/health/live", 503);
  }

  @Test
  @Tag("A5")
  void metricsAreInPrometheusTextFormWithGreppableErrors() throws Exception {
    metrics.registry().counter("feed.disconnects").increment();

    HttpResponse<String> response = send("GET", "/metrics");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    assertThat(response.body())
        .contains("# TYPE feed_disconnects_total counter")
        .contains("feed_disconnects_total{service=\"ingest\"} 1.0")
        .containsPattern("logback_events_total\\{level=\"error\",service=\"ingest\"} \\d")
        .contains("jvm_memory_used_bytes{");
    if (Files.exists(Path.of("/proc/self/status"))) {
      assertThat(response.body())
          .containsPattern("process_resident_memory_bytes\\{service=\"ingest\"} [1-9]");
    }
  }

  @Test
  void infoNamesTheBuild() throws Exception {
    JsonNode info = json("/info", 200);

    assertThat(info.path("version").asText()).isEqualTo("1.2");
    assertThat(info.path("commit").asText()).isEqualTo("abc");
  }

  @Test
  void onlyReadsKnownPaths() throws Exception {
    assertThat(send("POST", "/metrics").statusCode()).isEqualTo(405);
    assertThat(send("HEAD", "/metrics").statusCode()).isEqualTo(200);
    json("/nothing", 404);
    json("/health/other", 404);
    json("/metricsx", 404);
  }

  @Test
  @Tag("A14")
  void takenPortNamesItsOwner() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      HealthServer second = server(taken.getLocalPort());

      assertThatThrownBy(second::start)
          .isInstanceOf(BindFailure.class)
          .hasMessageStartingWith(
              "Failed to bind ingest health server to 127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("Address already in use")
          .hasMessageContaining("health.port");
      if (Files.exists(Path.of("/proc/net/tcp"))) {
        assertThatThrownBy(second::start)
            .hasMessageContaining("held by pid " + ProcessHandle.current().pid());
      }
      second.stop(Duration.ZERO);
    }
  }

  @Test
  void failingCheckIsDownAndDoesNotBreakTheAnswer() throws Exception {
    HealthServer broken =
        new HealthServer(
            "x",
            new HealthConfig("127.0.0.1", 0),
            () ->
                List.of(
                    HealthCheck.ready(
                        "bad",
                        () -> {
                          throw new IllegalStateException("boom");
                        })),
            () -> "",
            BuildInfo.load());
    broken.start();
    URI uri = URI.create("http://127.0.0.1:" + broken.port() + "/health/ready");

    HttpResponse<String> response =
        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("boom");
    broken.stop(Duration.ZERO);
  }
}
