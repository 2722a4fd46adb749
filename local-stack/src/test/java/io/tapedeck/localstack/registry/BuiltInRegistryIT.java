package io.tapedeck.localstack.registry;

import static io.tapedeck.localstack.registry.RegistryClient.json;
import static io.tapedeck.localstack.registry.RegistryClient.wrapped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.localstack.harness.LocalStack;
import io.tapedeck.localstack.process.LocalStackException;
import io.tapedeck.localstack.process.Ports;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BuiltInRegistryIT extends RegistryContract {
  private static LocalStack stack;
  private static RegistryClient client;

  @BeforeAll
  static void start() {
    stack = LocalStack.embedded();
    client = new RegistryClient(stack.registryUrl());
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Override
  RegistryClient registry() {
    return client;
  }

  @Test
  void keepsEverythingOverRestartAndKill() {
    int id = client.id(subject, ONE);
    client.put("/mode/" + subject, "{\"mode\":\"READONLY\"}");
    JsonNode before = client.get("/schemas?deleted=true").body();

    stack.embeddedRegistry().restart();
    assertThat(client.get("/schemas?deleted=true").body()).isEqualTo(before);
    stack.embeddedRegistry().kill();
    stack.embeddedRegistry().start();

    assertThat(client.get("/schemas?deleted=true").body()).isEqualTo(before);
    assertThat(client.id(subject, ONE)).isEqualTo(id);
    assertThat(client.get("/config/" + subject).body())
        .isEqualTo(json("{\"compatibilityLevel\":\"FULL_TRANSITIVE\"}"));
    assertRefused(client.register(subject, TWO), 422, 42205);
    assertThat(client.id(subject + "2", "\"bytes\"")).isPositive();
  }

  @Test
  void answersFromMemoryAndRefusesWritesWhileTheBrokerIsAway() {
    int id = client.id(subject, ONE);
    stack.embeddedBroker().kill();
    try {
      assertThat(client.get("/schemas/ids/" + id).status()).isEqualTo(200);
      assertThat(client.id(subject, ONE)).isEqualTo(id);
      assertRefused(client.register(subject, TWO), 500, 50001);
    } finally {
      stack.embeddedBroker().start();
    }

    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> client.register(subject, TWO).status() == 200);
    assertThat(client.get(versions()).body()).isEqualTo(json("[1,2]"));
  }

  @Test
  void givesNoIdTwiceAcrossFrozenBroker() {
    client.id(subject, ONE);
    stack.embeddedBroker().pause();
    assertRefused(client.register(subject, TWO), 500, 50001);
    stack.embeddedBroker().resume();

    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> client.register(subject + "x", "\"double\"").status() == 200);
    int two = client.id(subject, TWO);
    int other = client.id(subject + "x", "\"double\"");

    assertThat(two).isNotEqualTo(other);
    JsonNode before = client.get("/schemas?deleted=true").body();
    stack.embeddedRegistry().restart();
    assertThat(client.get("/schemas?deleted=true").body()).isEqualTo(before);
  }

  @Test
  void neverReusesPermanentlyDeletedId() {
    int id = client.id(subject, "{\"type\":\"fixed\",\"name\":\"F\",\"size\":3}");
    client.delete("/subjects/" + subject);
    assertRefused(client.delete("/subjects/" + subject), 404, 40404);

    assertThat(client.delete("/subjects/" + subject + "?permanent=true").body())
        .isEqualTo(json("[1]"));
    stack.embeddedRegistry().restart();

    assertRefused(client.get("/schemas/ids/" + id), 404, 40403);
    assertThat(client.id(subject, "{\"type\":\"fixed\",\"name\":\"G\",\"size\":4}"))
        .isGreaterThan(id);
  }

  @Test
  void twoRegistriesOnOneTopicAgree() {
    try (RegistryServer second =
        new RegistryServer(stack.bootstrapServers(), Ports.LOOPBACK, 0).start()) {
      RegistryClient other = new RegistryClient(second.url());
      String schema = "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]}";
      int first = client.id(subject, ONE);
      int third = other.id(subject, TWO);
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> client.register(subject + "e", schema).status() == 200);
      int fourth = client.id(subject + "e", schema);

      assertThat(third).isNotEqualTo(first).isNotEqualTo(fourth);
      assertThat(client.get(versions()).body()).isEqualTo(json("[1,2]"));
    }
  }

  @Test
  void explainsIncompatibility() {
    client.id(subject, ONE);

    JsonNode verdict =
        client.post("/compatibility" + versions() + "?verbose=true", wrapped(INCOMPATIBLE)).body();

    assertThat(verdict.get("is_compatible").booleanValue()).isFalse();
    assertThat(verdict.get("messages").toString())
        .contains("READER_FIELD_MISSING_DEFAULT_VALUE", "venue", "oldSchemaVersion: 1");
    assertThat(client.register(subject, INCOMPATIBLE).body().get("message").asText())
        .contains("venue");
  }

  @Test
  void checksAllEarlierVersionsOnlyWhenTransitive() {
    client.id(subject, ONE.replace("px", "gone"));
    client.put("/config/" + subject, "{\"compatibility\":\"NONE\"}");
    client.id(subject, ONE);

    client.put("/config/" + subject, "{\"compatibility\":\"BACKWARD\"}");
    assertThat(allCompatible(TWO)).isTrue();
    client.put("/config/" + subject, "{\"compatibility\":\"BACKWARD_TRANSITIVE\"}");
    assertThat(allCompatible(TWO)).isFalse();
  }

  @Test
  void answersWhatUserInterfacesAsk() {
    int id = client.id(subject, ONE);

    assertThat(client.get("/schemas/ids/" + id + "/subjects").body())
        .anyMatch(s -> s.asText().equals(subject));
    assertThat(client.get("/schemas/ids/" + id + "/schema").body()).isEqualTo(json(ONE));
    assertThat(client.get("/subjects?subjectPrefix=" + subject).body()).hasSize(1);
    assertThat(client.get("/schemas?subjectPrefix=" + subject).body()).hasSize(1);
    assertThat(client.get("/mode").body()).isEqualTo(json("{\"mode\":\"READWRITE\"}"));
    assertThat(client.get("/config").body())
        .isEqualTo(json("{\"compatibilityLevel\":\"FULL_TRANSITIVE\"}"));
    assertRefused(client.get("/config/absent"), 404, 40408);
    assertThat(client.get("/config/absent?defaultToGlobal=true").status()).isEqualTo(200);
    assertRefused(client.get("/mode/" + subject), 404, 40409);
    assertThat(client.get("/").body()).isEqualTo(json("{}"));
    assertThat(client.get("/subjects").contentType())
        .isEqualTo("application/vnd.schemaregistry.v1+json");
    assertThat(client.id("a%2Fb%20c", ONE)).isEqualTo(id);
    assertThat(client.get("/subjects?subjectPrefix=a%2Fb").body()).isEqualTo(json("[\"a/b c\"]"));
  }

  /** Where Apicurio answers otherwise, we answer as Confluent does. */
  @Test
  void answersAsConfluentWhereTheContractIsSilent() {
    int id = client.id(subject, ONE);

    assertThat(client.id(subject, ONE.replace(",", ", "))).isEqualTo(id);
    assertThat(client.put("/config/" + subject, "{\"compatibility\":\"full\"}").body())
        .isEqualTo(json("{\"compatibility\":\"FULL\"}"));
    assertRefused(client.put("/config/" + subject, "{\"compatibility\":\"SOME\"}"), 422, 42203);
    assertRefused(client.get(versions() + "/zero"), 422, 42202);
    assertRefused(client.get(versions() + "/0"), 422, 42202);
  }

  @Test
  void refusesBadRequestsCleanly() {
    assertRefused(client.get("/nowhere"), 404, 404);
    assertRefused(client.send("PATCH", "/subjects", "{}"), 405, 405);
    assertRefused(client.post("/subjects/" + subject + "/versions", "{\"schema\":"), 400, 400);
    assertRefused(client.post("/subjects/" + subject + "/versions", "{}"), 422, 422);
    assertRefused(client.register(subject, ""), 422, 42201);
    assertRefused(client.register(subject, "x".repeat(1_000_000)), 413, 413);
    assertRefused(
        client.post(versions(), "{\"schema\":\"{}\",\"schemaType\":\"JSON\"}"), 422, 42201);
    assertRefused(client.put("/mode", "{\"mode\":\"IMPORT\"}"), 422, 42204);
  }

  @Test
  void refusesToStartOnUnreadableRecord() {
    try (LocalStack other = LocalStack.brokerAndRegistry()) {
      other.embeddedRegistry().stop();
      try (KafkaProducer<String, String> producer =
          new KafkaProducer<>(
              Map.of("bootstrap.servers", other.bootstrapServers()),
              new StringSerializer(),
              new StringSerializer())) {
        producer.send(new ProducerRecord<>("_schemas", "not JSON", "at all"));
      }

      assertThatThrownBy(
              () -> new RegistryServer(other.bootstrapServers(), Ports.LOOPBACK, 0).start())
          .isInstanceOf(LocalStackException.class)
          .hasMessageContaining("_schemas-0 offset 0");
    }
  }

  private boolean allCompatible(String schema) {
    return client
        .post("/compatibility" + versions(), wrapped(schema))
        .body()
        .get("is_compatible")
        .booleanValue();
  }
}
