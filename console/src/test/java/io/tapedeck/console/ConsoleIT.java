package io.tapedeck.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapedeck.console.kafka.LimitsLedger;
import io.tapedeck.console.limits.LimitsChange;
import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.lifecycle.ServiceRunner;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console on a real broker, asked over real sockets. */
class ConsoleIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path home;
  private static RunningConsole console;
  private static Platform platform;
  private static int port;
  private static Map<String, String> tokens;

  private record Answer(int status, String body) {
    JsonNode json() throws IOException {
      return JSON.readTree(body);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    console = new RunningConsole(home);
    platform = console.platform;
    port = console.port;
    tokens = console.tokens;
  }

  @AfterAll
  static void stop() {
    console.close();
  }

  private static Answer ask(String method, String path, String token, String body)
      throws IOException {
    String auth = token == null ? "" : "Authorization: Bearer " + token + "\r\n";
    String type = body.isEmpty() ? "" : "Content-Type: application/json\r\n";
    return raw(method, path, "Host: localhost:" + port + "\r\n" + auth + type, body);
  }

  private static Answer raw(String method, String path, String headers, String body)
      throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      String head =
          method
              + " "
              + path
              + " HTTP/1.1\r\n"
              + headers
              + "Content-Length: "
              + bytes.length
              + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(bytes);
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(
          Integer.parseInt(all.substring(9, 12)), all.substring(all.indexOf("\r\n\r\n") + 4));
    }
  }

  private static Answer get(String path) throws IOException {
    return ask("GET", path, tokens.get("read"), "");
  }

  private static Answer post(String path, String body) throws IOException {
    return ask("POST", path, tokens.get("control"), body);
  }

  private static List<ControlCommand> commands(ControlAction action) {
    return console.commands(action);
  }

  @Test
  void tokensAreTheOwnersAloneAndStoredHashed() throws Exception {
    for (String name : List.of("token", "token.sha256")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name))))
          .isEqualTo("rw-------");
    }
    String hashed = Files.readString(home.resolve("token.sha256"));
    assertThat(tokens.values())
        .hasSize(2)
        .noneMatch(hashed::contains)
        .allMatch(t -> t.length() == 43);
  }

  @Test
  void whoMayNotAskIsRefused() throws Exception {
    String host = "Host: localhost:" + port + "\r\n";
    String auth = "Authorization: Bearer " + tokens.get("control") + "\r\n";
    assertThat(ask("GET", "/api/v1/positions", null, "").status()).isEqualTo(401);
    assertThat(get("/api/v1/positions").status()).isEqualTo(200);
    assertThat(ask("POST", "/api/v1/shutdown", tokens.get("read"), "").status()).isEqualTo(403);
    assertThat(raw("GET", "/api/v1/positions", "Host: evil.example\r\n" + auth, "").status())
        .as("another name for this machine")
        .isEqualTo(403);
    assertThat(
            raw("POST", "/api/v1/shutdown", host + auth + "Origin: https://evil.example\r\n", "")
                .status())
        .as("a page of another site")
        .isEqualTo(403);
    assertThat(commands(ControlAction.HALT)).isEmpty();
    assertThat(get("/api/v1/nowhere").status()).isEqualTo(404);
    assertThat(get("/api/v1/shutdown").status()).isEqualTo(405);
  }

  @Test
  void wrongTokensLockTheGuesserOutForAWhile() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(ask("GET", "/api/v1/pnl", "guess" + i, "").status()).isEqualTo(401);
    }
    assertThat(get("/api/v1/pnl").status()).as("even with the right token").isEqualTo(429);
    assertThat(ask("GET", "/health/live", null, "").status()).isEqualTo(200);
    await().atMost(Duration.ofSeconds(10)).until(() -> get("/api/v1/pnl").status() == 200);
  }

  @Test
  void bodiesThatAreNoneAreRefusedAndNothingIsWritten() throws Exception {
    String path = "/api/v1/orders/cancel-all";
    String host = "Host: localhost:" + port + "\r\n";
    String auth = "Authorization: Bearer " + tokens.get("control") + "\r\n";
    assertThat(post(path, "{\"account\": \"main\"").json().get("error").asText())
        .contains("no JSON: line 1");
    assertThat(post(path, "[1]").status()).isEqualTo(400);
    assertThat(post(path, "{\"acount\": \"main\"}").json().get("error").asText())
        .contains("acount")
        .contains("account");
    assertThat(post(path, "{\"account\": 7}").status()).isEqualTo(400);
    assertThat(post(path, "{\"account\":\"a\",\"account\":\"b\"}").status()).isEqualTo(400);
    assertThat(post(path, "[".repeat(1000)).status()).isEqualTo(400);
    assertThat(post(path, "{\"reason\": \"" + "x".repeat(2000) + "\"}").status()).isEqualTo(413);
    assertThat(raw("POST", path, host + auth, "{}").status()).as("no type").isEqualTo(415);
    assertThat(post("/api/v1/positions/%zz/close", "").status()).isEqualTo(400);
    assertThat(commands(ControlAction.CANCEL_ALL)).isEmpty();
  }

  @Test
  @Tag("A31")
  @Tag("A32")
  void theBreakerIsTrippedForEveryoneAndResetWithAReasonWhereverItTripped() throws Exception {
    JsonNode done = post("/api/v1/circuit-breaker/activate", "{\"actor\":\"ann\"}").json();

    assertThat(done.at("/commands/0/records")).hasSize(RunningConsole.PARTITIONS);
    assertThat(commands(ControlAction.TRIP_BREAKER))
        .filteredOn(c -> !c.actor().equals("alerts"))
        .hasSize(RunningConsole.PARTITIONS)
        .allSatisfy(c -> assertThat(c.actor()).isEqualTo("ann"))
        .allSatisfy(c -> assertThat(c.account()).isNull())
        .extracting(ControlCommand::id)
        .as("one command, applied once")
        .containsOnly(done.at("/commands/0/id").asText());

    assertThat(post("/api/v1/circuit-breaker/deactivate", "").status())
        .as("going on needs a reason")
        .isEqualTo(400);
    post("/api/v1/circuit-breaker/deactivate", "{\"reason\":\"looked at it\"}");
    assertThat(commands(ControlAction.RESET_BREAKER))
        .as("everyone's, and that of the account that tripped by itself")
        .hasSize(RunningConsole.PARTITIONS + 1)
        .filteredOn(c -> c.account() != null)
        .extracting(c -> c.account().value())
        .containsExactly("main");
    JsonNode status = get("/api/v1/circuit-breaker/status").json();
    assertThat(status.get("active").asBoolean()).isTrue();
    assertThat(status.at("/accounts/0/reason").asText()).isEqualTo("loss");
  }

  @Test
  void positionsAreShownAndClosedInTheAccountsThatHoldThem() throws Exception {
    JsonNode shown = get("/api/v1/positions").json().get("positions");
    assertThat(shown).hasSize(1);
    assertThat(shown.get(0).get("value").asText()).isEqualTo("165");
    assertThat(shown.get(0).get("concentration_percent").asText()).isEqualTo("16.5");

    assertThat(post("/api/v1/positions/ETH%2FUSD/close", "").json().get("error").asText())
        .contains("no account holds ETH/USD")
        .contains("KRAKEN:BTC/USD");
    assertThat(post("/api/v1/positions/BTC%2FUSD/close", "{\"reason\":\"enough\"}").status())
        .isEqualTo(200);
    assertThat(commands(ControlAction.CLOSE_POSITION))
        .singleElement()
        .satisfies(c -> assertThat(c.account()).isEqualTo(new AccountId("main")))
        .satisfies(c -> assertThat(c.instrument().value()).isEqualTo("KRAKEN:BTC/USD"))
        .satisfies(c -> assertThat(c.reason()).isEqualTo("enough"));
  }

  @Test
  void liquidationNeedsItsConfirmation() throws Exception {
    assertThat(post("/api/v1/liquidate", "{\"account\":\"main\"}").status()).isEqualTo(400);
    assertThat(commands(ControlAction.LIQUIDATE)).isEmpty();
    assertThat(post("/api/v1/liquidate", "{\"account\":\"main\",\"confirm\":true}").status())
        .isEqualTo(200);
    assertThat(commands(ControlAction.LIQUIDATE)).hasSize(1);
  }

  @Test
  @Tag("U4")
  void limitsChangeOverHttpAndBeatsFollowWhereALimitAsksForThem() throws Exception {
    String path = "/api/v1/limits";
    String bad = "{\"scope\":\"*\",\"set\":{\"capital\":-5,\"cpital\":1}}";
    assertThat(post(path, bad).json().get("problems").toString())
        .contains("capital", "cpital", "why", "by");
    assertThat(new LimitsLedger(platform).latest()).doesNotContainKey("*");
    assertThat(commands(ControlAction.HEARTBEAT)).as("nobody asks for beats").isEmpty();

    String set =
        "{\"scope\":\"*\",\"set\":{\"max_control_age_seconds\":5},\"why\":\"x\",\"actor\":\"ann\","
            + "\"approved_by\":\"bob\"}";
    assertThat(post(path, set).json().get("version").asLong()).isEqualTo(1);
    assertThat(new LimitsLedger(platform).latest().get("*").approvedBy()).isEqualTo("bob");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> commands(ControlAction.HEARTBEAT).size() >= RunningConsole.PARTITIONS);
    await().until(() -> get(path).json().at("/limits/0/version").asLong() == 1);
  }

  @Test
  @Tag("U4")
  void ofTwoChangesAtTheSameTimeOneIsRefused() {
    LimitsChange change = new LimitsChange("raced", "ann", "", "why", 1, false);
    LimitsLedger ledger = new LimitsLedger(platform);

    assertThatThrownBy(
            () ->
                ledger.write(
                    latest -> {
                      ledger.write(inner -> change.set(inner, Map.of("max_shares", "1")));
                      return change.set(latest, Map.of("max_shares", "2"));
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("at the same time");
    assertThat(ledger.history())
        .filteredOn(v -> v.limits().scope().equals("raced"))
        .extracting(v -> v.limits().value("max_shares"))
        .containsExactly(1_000_000_000L);
  }

  @Test
  void offLoopbackItDoesNotStartWithoutTls() {
    ConsoleApp app = new ConsoleApp(RunningConsole.config(", host: 0.0.0.0"), platform, home);
    ServiceRunner open = new ServiceRunner("open", app.services(), Duration.ofSeconds(5));

    open.start();

    assertThat(open.failure()).hasMessageContaining("tls_key_store");
    assertThat(app.port()).isZero();
  }

  @Test
  void thePageNeedsNoTokenButItsDataDoes() throws Exception {
    String page = ask("GET", "/", null, "").body();
    assertThat(page).contains("<title>Tapedeck console</title>").doesNotContain("KRAKEN");
    assertThat(page).as("nothing from elsewhere").doesNotContain("http://", "https://");
    assertThat(ask("GET", "/console.js", null, "").body()).contains("use strict");
    assertThat(ask("POST", "/", null, "").status()).isEqualTo(401);
    assertThat(ask("GET", "/../console.js", null, "").status()).isIn(400, 401, 404);
    assertThat(get("/api/v1/pnl").status()).as("else this is a lock-out").isEqualTo(200);
    assertThat(ask("GET", "/api/v1/stream", null, "").status()).isEqualTo(401);
    String host = "Host: localhost:" + port + "\r\n";
    String auth = "Authorization: Bearer " + tokens.get("read") + "\r\n";
    assertThat(
            raw("GET", "/api/v1/stream", host + auth + "Origin: https://evil.example\r\n", "")
                .status())
        .isEqualTo(403);
    assertThat(get("/api/v1/session").json().get("role").asText()).isEqualTo("read");
  }

  @Test
  void anAlertThatNobodyAcknowledgesTripsTheBreaker() throws Exception {
    String alert =
        "{\"status\":\"%s\",\"fingerprint\":\"%s\",\"labels\":{\"alertname\":\"%s\","
            + "\"severity\":\"critical\"%s},\"annotations\":{\"summary\":\"two orders\"}}";
    String trip = ",\"breaker\":\"trip\"";
    String seen = alert.formatted("firing", "f1", "SeenByAnn", trip);
    String mild = alert.formatted("firing", "f2", "NeverTrips", "");
    String over = alert.formatted("firing", "f3", "SoonOver", trip);
    String unseen = alert.formatted("firing", "f4", "UnknownOrders", trip);
    String path = "/api/v1/alerts";
    String all =
        "{\"version\":\"4\",\"alerts\":[" + String.join(",", seen, mild, over, unseen) + "]}";

    assertThat(ask("POST", path, tokens.get("read"), all).status()).isEqualTo(403);
    assertThat(post(path, "{\"alerts\": 1}").status()).isEqualTo(400);
    assertThat(post(path, "{\"alerts\": [{}]}").status()).isEqualTo(400);
    assertThat(post(path, all).json().get("taken").asInt()).isEqualTo(4);
    assertThat(post(path + "/f1/acknowledge", "{}").status()).as("who?").isEqualTo(400);
    assertThat(post(path + "/none/acknowledge", "{\"actor\":\"ann\"}").status()).isEqualTo(404);
    assertThat(post(path + "/f1/acknowledge", "{\"actor\":\"ann\"}").status()).isEqualTo(200);
    post(path, "{\"alerts\":[" + over.replace("firing", "resolved") + "]}");

    await().atMost(Duration.ofSeconds(10)).until(() -> !trippedByAlerts().isEmpty());
    post(path, "{\"alerts\":[" + unseen + "]}"); // told again, as Alertmanager does
    Thread.sleep(1_500);
    assertThat(trippedByAlerts()).hasSize(1);
    assertThat(trippedByAlerts().get(0).reason()).contains("UnknownOrders").contains("two orders");
    JsonNode listed = get(path).json().get("alerts");
    assertThat(listed.findValuesAsText("id")).containsExactly("f1", "f2", "f4");
    assertThat(listed.get(0).get("acknowledged_by").asText()).isEqualTo("ann");
    assertThat(listed.get(2).get("tripped_breaker").asBoolean()).isTrue();
  }

  private static List<ControlCommand> trippedByAlerts() {
    Map<String, ControlCommand> byId = new java.util.TreeMap<>();
    commands(ControlAction.TRIP_BREAKER).stream()
        .filter(command -> command.actor().equals("alerts"))
        .forEach(command -> byId.put(command.id(), command)); // one record a partition
    return List.copyOf(byId.values());
  }
}
