package io.tapedeck.localstack.registry;

import static io.tapedeck.localstack.registry.RegistryClient.json;
import static io.tapedeck.localstack.registry.RegistryClient.wrapped;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.localstack.registry.RegistryClient.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What Tapedeck relies on in any registry with Confluent's API. Every adapter passes all of it;
 * what only the built-in one does is tested beside it, so that no reader takes it for granted
 * elsewhere.
 */
abstract class RegistryContract {
  static final String ONE =
      "{\"type\":\"record\",\"name\":\"Tick\",\"namespace\":\"t\",\"fields\":["
          + "{\"name\":\"px\",\"type\":\"long\"}]}";
  static final String TWO =
      "{\"type\":\"record\",\"name\":\"Tick\",\"namespace\":\"t\",\"fields\":["
          + "{\"name\":\"px\",\"type\":\"long\"},"
          + "{\"name\":\"qty\",\"type\":\"long\",\"default\":0}]}";
  static final String INCOMPATIBLE =
      "{\"type\":\"record\",\"name\":\"Tick\",\"namespace\":\"t\",\"fields\":["
          + "{\"name\":\"px\",\"type\":\"long\"},{\"name\":\"venue\",\"type\":\"string\"}]}";

  String subject = "";

  abstract RegistryClient registry();

  @BeforeEach
  void freshSubject() {
    subject = "s-" + UUID.randomUUID() + "-value";
    registry().put("/config/" + subject, "{\"compatibility\":\"FULL_TRANSITIVE\"}");
  }

  @Test
  void registersVersionsAndReadsThemBack() {
    int first = registry().id(subject, ONE);
    int second = registry().id(subject, TWO);

    assertThat(second).isGreaterThan(first);
    assertThat(registry().get("/subjects").body()).anyMatch(s -> s.asText().equals(subject));
    assertThat(registry().get(versions()).body()).isEqualTo(json("[1,2]"));
    JsonNode latest = registry().get(versions() + "/latest").body();
    assertThat(latest.get("version").intValue()).isEqualTo(2);
    assertThat(latest.get("id").intValue()).isEqualTo(second);
    assertThat(latest.get("subject").asText()).isEqualTo(subject);
    assertThat(json(latest.get("schema").asText())).isEqualTo(json(TWO));
    assertThat(registry().get(versions() + "/1").body().get("id").intValue()).isEqualTo(first);
    assertThat(registry().get(versions() + "/1/schema").body()).isEqualTo(json(ONE));
  }

  @Test
  void servesSchemasById() {
    int id = registry().id(subject, ONE);

    assertThat(json(registry().get("/schemas/ids/" + id).body().get("schema").asText()))
        .isEqualTo(json(ONE));
    assertThat(registry().get("/schemas/ids/" + id + "/versions").body())
        .anyMatch(v -> v.get("subject").asText().equals(subject) && v.get("version").asInt() == 1);
    assertRefused(registry().get("/schemas/ids/99999999"), 404, 40403);
  }

  @Test
  void givesOneIdToOneSchema() {
    int id = registry().id(subject, ONE);

    assertThat(registry().id(subject, ONE)).isEqualTo(id);
    assertThat(registry().id(subject + "-other", ONE)).isEqualTo(id);
    assertThat(registry().get(versions()).body()).isEqualTo(json("[1]"));
  }

  @Test
  void givesOneIdToConcurrentRegistrationsOfOneSchema() throws Exception {
    String schema = ONE.replace("Tick", "T" + Long.toHexString(System.nanoTime()));
    ExecutorService clients = Executors.newFixedThreadPool(8);
    try {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        answers.add(clients.submit(() -> registry().id(subject, schema)));
      }
      Set<Integer> ids = new HashSet<>();
      for (Future<Integer> answer : answers) {
        ids.add(answer.get());
      }
      assertThat(ids).hasSize(1);
      assertThat(registry().get(versions()).body()).isEqualTo(json("[1]"));
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  void findsRegisteredSchema() {
    int id = registry().id(subject, ONE);

    JsonNode found = registry().post("/subjects/" + subject, wrapped(ONE)).body();

    assertThat(found.get("id").intValue()).isEqualTo(id);
    assertThat(found.get("version").intValue()).isEqualTo(1);
    assertRefused(registry().post("/subjects/" + subject, wrapped(TWO)), 404, 40403);
    assertRefused(registry().post("/subjects/absent", wrapped(ONE)), 404, 40401);
  }

  @Test
  void refusesIncompatibleSchema() {
    registry().id(subject, ONE);

    Reply refused = registry().register(subject, INCOMPATIBLE);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.body().get("error_code").intValue()).isEqualTo(409);
    assertThat(compatible(INCOMPATIBLE)).isFalse();
    assertThat(compatible(TWO)).isTrue();
    registry().put("/config/" + subject, "{\"compatibility\":\"NONE\"}");
    assertThat(registry().register(subject, INCOMPATIBLE).status()).isEqualTo(200);
  }

  @Test
  void levelsDiffer() {
    registry().id(subject, ONE);

    assertThat(allowedUnder("FORWARD", INCOMPATIBLE)).isTrue();
    assertThat(allowedUnder("BACKWARD", INCOMPATIBLE)).isFalse();
    assertThat(allowedUnder("FULL", INCOMPATIBLE)).isFalse();
    assertThat(allowedUnder("NONE", INCOMPATIBLE)).isTrue();
    assertThat(allowedUnder("FULL_TRANSITIVE", TWO)).isTrue();
  }

  @Test
  void namesWhatIsMissing() {
    registry().id(subject, ONE);

    assertRefused(registry().get("/subjects/absent/versions"), 404, 40401);
    assertRefused(registry().get("/subjects/absent/versions/1"), 404, 40401);
    assertRefused(registry().get(versions() + "/7"), 404, 40402);
    assertRefused(registry().register(subject, "{\"type\":\"nonsense\"}"), 422, 42201);
  }

  @Test
  void keepsLevelPerSubject() {
    String path = "/config/" + subject;

    assertThat(registry().get(path).body().get("compatibilityLevel").asText())
        .isEqualTo("FULL_TRANSITIVE");
    assertThat(registry().put(path, "{\"compatibility\":\"BACKWARD\"}").status()).isEqualTo(200);
    assertThat(registry().get(path).body().get("compatibilityLevel").asText())
        .isEqualTo("BACKWARD");
    assertThat(registry().get("/config").body().has("compatibilityLevel")).isTrue();
  }

  @Test
  void deletesSoftlyFirst() {
    int id = registry().id(subject, ONE);
    registry().id(subject, TWO);

    assertThat(registry().delete(versions() + "/1").body()).isEqualTo(json("1"));
    assertThat(registry().get(versions()).body()).isEqualTo(json("[2]"));
    assertThat(registry().delete("/subjects/" + subject).body()).isEqualTo(json("[2]"));
    assertRefused(registry().get(versions()), 404, 40401);
    assertThat(registry().get("/schemas/ids/" + id).status()).isEqualTo(200);
  }

  @Test
  void speaksConfluentsMediaType() {
    assertThat(registry().get("/subjects").contentType()).contains("json");
    assertThat(registry().get("/schemas/types").body()).anyMatch(t -> t.asText().equals("AVRO"));
  }

  String versions() {
    return "/subjects/" + subject + "/versions";
  }

  boolean compatible(String schema) {
    return registry()
        .post("/compatibility" + versions() + "/latest", wrapped(schema))
        .body()
        .get("is_compatible")
        .booleanValue();
  }

  private boolean allowedUnder(String level, String schema) {
    registry().put("/config/" + subject, "{\"compatibility\":\"" + level + "\"}");
    return compatible(schema);
  }

  static void assertRefused(Reply reply, int status, int code) {
    assertThat(reply.status()).as("%s", reply).isEqualTo(status);
    assertThat(reply.body().get("error_code").intValue()).as("%s", reply).isEqualTo(code);
    assertThat(reply.body().get("message").asText()).isNotBlank();
  }
}
