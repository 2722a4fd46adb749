package io.tapedeck.launcher.doctor;

import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.TopicsConfig;
import io.tapedeck.runtime.RegistryConfig;
import io.tapedeck.runtime.kafka.KafkaClients;
import io.tapedeck.runtime.kafka.KafkaConfig;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.registry.RegistryClient;
import io.tapedeck.schemas.registry.RegistryException;
import io.tapedeck.schemas.registry.SchemaRegistration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Broker, topics, limits, registry, schemas. */
final class ClusterChecks {
  private static final long WITHIN_SECONDS = 5;

  private final Settings settings;

  ClusterChecks(Settings settings) {
    this.settings = settings;
  }

  List<Finding> all() throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    KafkaConfig kafka = settings.section(KafkaConfig.class);
    try (Admin admin = new KafkaClients(kafka).admin("tapedeck-doctor")) {
      int brokers = admin.describeCluster().nodes().get(WITHIN_SECONDS, TimeUnit.SECONDS).size();
      findings.add(Finding.ok("broker", kafka.bootstrapServers() + ", " + brokers + " brokers"));
      findings.add(topics(admin, kafka));
      findings.add(limits(admin, kafka));
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      findings.add(
          Finding.fail(
              "broker",
              kafka.bootstrapServers() + " does not answer: " + cause.getMessage(),
              "start one: tapedeck up; or correct kafka.bootstrap_servers, kafka.properties"));
      findings.add(Finding.skipped("topics", "no broker"));
    }
    findings.addAll(registry());
    return findings;
  }

  private Finding topics(Admin admin, KafkaConfig kafka)
      throws ExecutionException, InterruptedException, TimeoutException {
    Set<String> present = admin.listTopics().names().get(WITHIN_SECONDS, TimeUnit.SECONDS);
    List<String> missing = new ArrayList<>();
    List<String> there = new ArrayList<>();
    for (Topic<?> topic : Topics.ALL) {
      String name = kafka.topic(topic.name());
      (present.contains(name) ? there : missing).add(name);
    }
    if (!missing.isEmpty()) {
      return Finding.fail("topics", "missing: " + missing, "tapedeck topics create");
    }
    int wanted = settings.section(TopicsConfig.class).partitions();
    List<String> odd = new ArrayList<>();
    admin
        .describeTopics(there)
        .allTopicNames()
        .get(WITHIN_SECONDS, TimeUnit.SECONDS)
        .forEach(
            (name, topic) -> {
              boolean scope = name.equals(kafka.topic(Topics.RISK_LIMITS.name()));
              if (!scope && topic.partitions().size() != wanted) {
                odd.add(name + " has " + topic.partitions().size());
              }
            });
    return odd.isEmpty()
        ? Finding.ok("topics", there.size() + " topics, " + wanted + " partitions each")
        : Finding.fail(
            "topics",
            "topics.partitions is " + wanted + ", but " + odd,
            "partition counts are fixed once a topic holds data: correct topics.partitions");
  }

  private static Finding limits(Admin admin, KafkaConfig kafka)
      throws ExecutionException, InterruptedException, TimeoutException {
    TopicPartition at = new TopicPartition(kafka.topic(Topics.RISK_LIMITS.name()), 0);
    long end =
        admin
            .listOffsets(Map.of(at, OffsetSpec.latest()))
            .partitionResult(at)
            .get(WITHIN_SECONDS, TimeUnit.SECONDS)
            .offset();
    return end > 0
        ? Finding.ok("limits", "on the tape")
        : Finding.fail("limits", "none on the tape: every order is refused", "tapedeck provision");
  }

  private List<Finding> registry() {
    RegistryConfig config = settings.section(RegistryConfig.class);
    Settings impatient =
        settings.with("schema_registry.max_wait_ms=1", "schema_registry.call_timeout_ms=3000");
    try (RegistryClient client =
        new RegistryClient(impatient.section(RegistryConfig.class).settings())) {
      List<String> present = client.subjects();
      List<String> missing =
          Topics.ALL.stream().map(Topic::subject).filter(s -> !present.contains(s)).toList();
      Finding reached = Finding.ok("registry", config.urls().toString());
      if (!missing.isEmpty()) {
        return List.of(
            reached,
            Finding.fail("schemas", "not registered: " + missing, "tapedeck schemas register"));
      }
      Map<String, List<String>> problems = new SchemaRegistration(client).check();
      return List.of(
          reached,
          problems.isEmpty()
              ? Finding.ok("schemas", present.size() + " subjects, compatible with this build")
              : Finding.fail(
                  "schemas",
                  "incompatible: " + problems,
                  "this build and the cluster do not fit: see tapedeck schemas check"));
    } catch (RegistryException e) {
      return List.of(
          Finding.fail(
              "registry",
              config.urls() + " does not answer: " + e.getMessage(),
              "start it: tapedeck up; or correct schema_registry.urls"),
          Finding.skipped("schemas", "no registry"));
    }
  }
}
