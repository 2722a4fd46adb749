package io.tapedeck.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import io.tapedeck.schemas.serde.Formats;
import io.tapedeck.schemas.serde.RecordFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryClientTest {
  private static final Schema SCHEMA = Topics.MARKET_MARKS.codec().schema();
  private static final String SUBJECT = Topics.MARKET_MARKS.subject();

  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RegistrySettings settings(Duration maxWait, String user, String... urls) {
    return new RegistrySettings(
        urls.length == 0 ? List.of(server.url("/").toString()) : List.of(urls),
        user,
        user == null ? null : "p:wörd",
        null,
        null,
        null,
        null,
        Duration.ofSeconds(5),
        maxWait);
  }

  private RegistryClient client() {
    return new RegistryClient(settings(Duration.ofMinutes(1), null));
  }

  private void answer(int status, String body) {
    server.enqueue(new MockResponse.Builder().code(status).body(body).build());
  }

  private void resetConnection() {
    server.enqueue(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
  }

  private RecordedRequest request() throws InterruptedException {
    return server.takeRequest(10, TimeUnit.SECONDS);
  }

  @Test
  void sendsTheSchemaAndBasicAuth() throws Exception {
    answer(200, "{\"id\": 17}");
    try (RegistryClient registry = new RegistryClient(settings(Duration.ofMinutes(1), "me"))) {
      assertThat(registry.idOf("a b/c", SCHEMA)).isEqualTo(17);
    }

    RecordedRequest request = request();
    assertThat(request.getMethod()).isEqualTo("POST");
    assertThat(request.getTarget()).isEqualTo("/subjects/a%20b%2Fc");
    assertThat(request.getHeaders().get("Authorization"))
        .isEqualTo(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString("me:p:wörd".getBytes(StandardCharsets.ISO_8859_1)));
    assertThat(request.getHeaders().get("Content-Type"))
        .startsWith("application/vnd.schemaregistry.v1+json");
    assertThat(request.getBody().utf8()).contains("\\\"name\\\":\\\"Mark\\\"");
  }

  @Test
  void readsAreTriedAgainUntilTheyAnswer() throws Exception {
    answer(503, "later");
    resetConnection();
    answer(429, "");
    answer(200, "<html>a proxy's page</html>");
    answer(200, "{\"schema\": " + quoted(SCHEMA.toString()) + "}");
    try (RegistryClient registry = client()) {
      assertThat(registry.byId(5)).isEqualTo(SCHEMA);
    }

    assertThat(server.getRequestCount()).isEqualTo(5);
    for (int i = 0; i < 5; i++) {
      assertThat(request().getTarget()).isEqualTo("/schemas/ids/5");
    }
  }

  @Test
  void postedReadsAreTriedAgainWithTheirBody() throws Exception {
    answer(500, "");
    answer(200, "{\"id\": 3}");
    try (RegistryClient registry = client()) {
      assertThat(registry.idOf(SUBJECT, SCHEMA)).isEqualTo(3);
    }

    assertThat(request().getBody()).isEqualTo(request().getBody());
  }

  @Test
  void writesAreSentOnce() {
    answer(503, "");
    answer(200, "{\"id\": 3}");
    try (RegistryClient registry = client()) {
      assertThatThrownBy(() -> registry.register(SUBJECT, SCHEMA))
          .isInstanceOf(RegistryUnavailableException.class);
    }
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void aWriteWhoseConnectionBreaksIsSentOnce() {
    resetConnection();
    answer(200, "{}");
    try (RegistryClient registry = client()) {
      assertThatThrownBy(() -> registry.setCompatibility(SUBJECT, "FULL_TRANSITIVE"))
          .isInstanceOf(RegistryUnavailableException.class);
    }
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void triesEachUrlInTurn() throws Exception {
    answer(200, "[\"b\", \"a\"]");
    String dead = "http://127.0.0.1:1/";
    try (RegistryClient registry =
        new RegistryClient(
            settings(Duration.ofMinutes(1), null, dead, server.url("/ccompat/v7").toString()))) {
      assertThat(registry.subjects()).containsExactly("a", "b");
    }
    assertThat(request().getTarget()).isEqualTo("/ccompat/v7/subjects");
  }

  @Test
  void aUrlThatIsNotInNormalFormKeepsItsPaths() throws Exception {
    answer(200, "[]");
    try (RegistryClient registry =
        new RegistryClient(
            settings(
                Duration.ofMinutes(1),
                null,
                "HTTP://127.0.0.1:1/a/../b",
                server.url("/").toString()))) {
      assertThat(registry.subjects()).isEmpty();
    }
    assertThat(request().getTarget()).isEqualTo("/subjects");
  }

  @Test
  void givesUpAfterMaxWaitAndSaysWhatToDo() {
    try (RegistryClient registry =
        new RegistryClient(settings(Duration.ofMillis(400), null, "http://127.0.0.1:1"))) {
      long start = System.nanoTime();
      assertThatThrownBy(() -> registry.byId(1))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("http://127.0.0.1:1")
          .hasMessageContaining("schema_registry.url");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(400));
      assertThat(registry.reachable()).isFalse();
    }
  }

  @Test
  void refusedCredentialsAreNotTriedAgain() {
    answer(401, "{\"error_code\": 40101, \"message\": \"Unauthorized\"}");
    try (RegistryClient registry = client()) {
      assertThatThrownBy(() -> registry.byId(1))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("schema_registry.user");
    }
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void aSchemaThatIsNotRegisteredNamesTheCommandThatDoesIt() {
    answer(404, "{\"error_code\": 40401, \"message\": \"Subject not found.\"}");
    try (Formats formats = new Formats(settings(Duration.ofMinutes(1), null))) {
      assertThatThrownBy(() -> formats.confluent(Topics.MARKET_MARKS).prepare())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(SUBJECT)
          .hasMessageContaining("schemas register");
    }
  }

  @Test
  void aRecordWhoseSchemaTheRegistryDoesNotHaveIsUnreadable() {
    answer(200, "{\"id\": 1}");
    answer(404, "{\"error_code\": 40403, \"message\": \"Schema not found\"}");
    try (Formats formats = new Formats(settings(Duration.ofMinutes(1), null))) {
      assertThatThrownBy(() -> formats.of(Topics.MARKET_MARKS).decode(record(9)))
          .isInstanceOf(UnreadableRecordException.class)
          .hasMessageContaining("9");
    }
  }

  @Test
  void aSchemaThatIsNoAvroMakesTheRecordUnreadable() {
    answer(200, "{\"id\": 1}");
    answer(200, "{\"schemaType\": \"PROTOBUF\", \"schema\": \"syntax = \\\"proto3\\\";\"}");
    try (Formats formats = new Formats(settings(Duration.ofMinutes(1), null))) {
      assertThatThrownBy(() -> formats.of(Topics.MARKET_MARKS).decode(record(9)))
          .isInstanceOf(UnreadableRecordException.class)
          .hasMessageContaining("9");
    }
  }

  @Test
  void a404OfSomethingThatIsNoRegistryIsNeverAReasonToDrop() {
    answer(200, "{\"id\": 1}");
    answer(404, "<html>nginx</html>");
    try (Formats formats = new Formats(settings(Duration.ofMinutes(1), null))) {
      assertThatThrownBy(() -> formats.of(Topics.MARKET_MARKS).decode(record(9)))
          .isInstanceOf(RegistryException.class);
    }
  }

  @Test
  void anAnswerWithoutWhatWasAskedForIsNoAnswer() {
    answer(200, "{}");
    answer(200, "");
    answer(200, "{\"id\": 4}");
    try (RegistryClient registry = client()) {
      assertThat(registry.idOf(SUBJECT, SCHEMA)).isEqualTo(4);
    }
  }

  @Test
  void anOutageWhileReadingIsUnavailableAndLaterTheSameRecordIsRead() {
    answer(200, "{\"id\": 1}");
    for (int i = 0; i < 40; i++) {
      answer(503, "");
    }
    try (Formats formats = new Formats(settings(Duration.ofMillis(300), null))) {
      RecordFormat<?> marks = formats.of(Topics.MARKET_MARKS);
      assertThatThrownBy(() -> marks.decode(record(9)))
          .isInstanceOf(RegistryUnavailableException.class);
    }
  }

  @Test
  void tellsWhyASchemaIsIncompatibleAndNothingOfANewSubject() {
    answer(200, "{\"is_compatible\": false, \"messages\": [\"scale differs\"]}");
    answer(200, "{\"is_compatible\": true}");
    answer(404, "{\"error_code\": 40401, \"message\": \"Subject not found.\"}");
    try (RegistryClient registry = client()) {
      assertThat(registry.incompatibilities(SUBJECT, SCHEMA)).containsExactly("scale differs");
      assertThat(registry.incompatibilities(SUBJECT, SCHEMA)).isEmpty();
      assertThat(registry.incompatibilities(SUBJECT, SCHEMA)).isEmpty();
    }
  }

  private static byte[] record(int id) {
    return ByteBuffer.allocate(6).put((byte) 0).putInt(id).put((byte) 0).array();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
