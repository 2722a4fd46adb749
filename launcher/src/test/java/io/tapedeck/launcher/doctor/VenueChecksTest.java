package io.tapedeck.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class VenueChecksTest {
  private static Map<String, Finding> verdicts(List<Finding> findings) {
    return findings.stream()
        .collect(Collectors.toMap(f -> f.check().split(" ", -1)[0], f -> f, (a, b) -> a));
  }

  private static HttpServer server(int status, String body) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  @Tag("A13")
  void aNameThatDoesNotExistAndAPortThatIsClosedAreToldApart() throws Exception {
    Map<String, Finding> unknown = verdicts(VenueChecks.of(URI.create("wss://nowhere.invalid/v2")));
    assertThat(unknown).containsOnlyKeys("dns");
    assertThat(unknown.get("dns").verdict()).isEqualTo(Finding.Verdict.FAIL);

    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    Map<String, Finding> refused =
        verdicts(VenueChecks.of(URI.create("https://127.0.0.1:" + closed)));
    assertThat(refused).containsOnlyKeys("dns", "tcp");
    assertThat(refused.get("tcp").verdict()).isEqualTo(Finding.Verdict.FAIL);
    assertThat(refused.get("tcp").remedy()).contains("firewall").contains("outbound TCP " + closed);
  }

  @Test
  @Tag("B36")
  void aVenueThatAnswersIsReachedAndOneThatAnswersAmissIsNot() throws Exception {
    HttpServer good = server(200, "{\"result\":{\"unixtime\":1}}");
    HttpServer bad = server(404, "");
    try {
      Map<String, Finding> reached =
          verdicts(VenueChecks.of(URI.create("http://127.0.0.1:" + good.getAddress().getPort())));
      assertThat(reached.get("tcp").found()).startsWith("5 of 5 connections");
      assertThat(reached.get("http").verdict()).isEqualTo(Finding.Verdict.OK);
      assertThat(
              verdicts(VenueChecks.of(URI.create("ws://127.0.0.1:" + good.getAddress().getPort()))))
          .as("a plain socket is asked for no certificate")
          .containsOnlyKeys("dns", "tcp");
      assertThat(
              verdicts(VenueChecks.of(URI.create("http://127.0.0.1:" + bad.getAddress().getPort())))
                  .get("http")
                  .verdict())
          .isEqualTo(Finding.Verdict.FAIL);
    } finally {
      good.stop(0);
      bad.stop(0);
    }
  }

  @Test
  @Tag("B4")
  void whatSpeaksNoTlsWhereItShouldIsTold() throws Exception {
    HttpServer plain = server(200, "");
    try {
      Map<String, Finding> found =
          verdicts(VenueChecks.of(URI.create("wss://127.0.0.1:" + plain.getAddress().getPort())));
      assertThat(found.get("tcp").verdict()).isEqualTo(Finding.Verdict.OK);
      assertThat(found.get("tls").verdict()).isEqualTo(Finding.Verdict.FAIL);
    } finally {
      plain.stop(0);
    }
  }

  @Test
  @Tag("A86")
  void aStatusPageThatReportsTroubleIsAWarning() throws Exception {
    HttpServer fine = server(200, "{\"status\":{\"description\":\"All Systems Operational\"}}");
    HttpServer ill = server(200, "{\"status\":{\"description\":\"Partial System Outage\"}}");
    try {
      assertThat(
              VenueChecks.statusPage("http://127.0.0.1:" + fine.getAddress().getPort() + "/s.json")
                  .verdict())
          .isEqualTo(Finding.Verdict.OK);
      Finding trouble =
          VenueChecks.statusPage("http://127.0.0.1:" + ill.getAddress().getPort() + "/s.json");
      assertThat(trouble.verdict()).isEqualTo(Finding.Verdict.WARN);
      assertThat(trouble.found()).contains("Partial System Outage");
    } finally {
      fine.stop(0);
      ill.stop(0);
    }
  }
}
