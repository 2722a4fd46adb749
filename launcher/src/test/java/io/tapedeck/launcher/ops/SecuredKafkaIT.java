package io.tapedeck.launcher.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.cli.Tapedeck;
import io.tapedeck.launcher.stack.Home;
import io.tapedeck.launcher.stack.Provision;
import io.tapedeck.launcher.stack.Services;
import io.tapedeck.launcher.stack.Venue;
import io.tapedeck.localstack.broker.EmbeddedBroker;
import io.tapedeck.localstack.process.Ports;
import io.tapedeck.localstack.registry.RegistryServer;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.lifecycle.Service;
import io.tapedeck.runtime.lifecycle.ServiceRunner;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.simulator.VenueSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The whole pipeline on a broker that asks for SCRAM and denies by default, each service under a
 * user of its own with the rules of {@code tapedeck acls}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecuredKafkaIT {
  private static final String ADMIN_PASSWORD = "admin-canary-password";

  @TempDir static Path folder;
  private final Map<String, Platform> platforms = new HashMap<>();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private EmbeddedBroker broker;
  private String registry = "";
  private Settings plain;
  private Home home;
  private VenueSimulator venue;
  private int side;

  @BeforeAll
  void start() throws Exception {
    home = new Home(folder.resolve("home"));
    broker = secured();
    open.push(broker);
    plain =
        Settings.load(
            Settings.root().resolve("config/tapedeck.yaml"),
            List.of(
                "stack.home=" + home.folder(),
                "simulator.rest_port=0",
                "simulator.websocket_port=0",
                "simulator.ticks_per_second=1000"));
    venue = VenueSimulator.start(Venue.config(plain, home, null, 1_000_000, false));
    open.push(venue);
    // its own client knows no SASL: it has a door of its own
    RegistryServer server = new RegistryServer("127.0.0.1:" + side, "127.0.0.1", 0).start();
    open.push(server);
    registry = server.url();
    try (Admin admin = as("admin").kafka().admin()) {
      for (String user : List.of("ingest", "signals", "risk", "executor", "console", "lag")) {
        admin
            .alterUserScramCredentials(
                List.of(
                    new UserScramCredentialUpsertion(
                        "tapedeck-" + user,
                        new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096),
                        password(user))))
            .all()
            .get();
      }
    }
    Settings admin = settings("admin");
    Provision.all(admin, admin.platform("provision"));
    assertThat(Tapedeck.run("acls", "apply", "--config", admin.file().toString())).isZero();
    for (String service : List.of("risk", "signals", "executor", "ingest", Services.LAG)) {
      run(service);
    }
  }

  private EmbeddedBroker secured() {
    int main = Ports.free();
    side = Ports.free();
    int controller = Ports.free();
    String scram = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
    String login =
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"admin\""
            + " password=\""
            + ADMIN_PASSWORD
            + "\" user_admin=\""
            + ADMIN_PASSWORD
            + "\";";
    return EmbeddedBroker.in(home.broker())
        .port(main)
        .controllerPort(controller)
        .setting(
            "listeners",
            "PLAINTEXT://127.0.0.1:"
                + main
                + ",SIDE://127.0.0.1:"
                + side
                + ",CONTROLLER://127.0.0.1:"
                + controller)
        .setting(
            "advertised.listeners", "PLAINTEXT://127.0.0.1:" + main + ",SIDE://127.0.0.1:" + side)
        .setting(
            "listener.security.protocol.map",
            "PLAINTEXT:SASL_PLAINTEXT,SIDE:PLAINTEXT,CONTROLLER:PLAINTEXT")
        .setting("sasl.enabled.mechanisms", "SCRAM-SHA-256,PLAIN")
        .setting("sasl.mechanism.inter.broker.protocol", "PLAIN")
        .setting("listener.name.plaintext.scram-sha-256.sasl.jaas.config", scram)
        .setting("listener.name.plaintext.plain.sasl.jaas.config", login)
        .setting("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
        .setting("allow.everyone.if.no.acl.found", "false")
        .setting("super.users", "User:admin;User:ANONYMOUS")
        .start();
  }

  private static String password(String user) {
    return "canary-" + user + "-password";
  }

  /** A config file that logs in as a service. */
  private Settings settings(String user) throws IOException {
    boolean admin = user.equals("admin");
    String module =
        admin
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule";
    String name = admin ? "admin" : "tapedeck-" + user;
    String secret = admin ? ADMIN_PASSWORD : password(user);
    String properties =
        """
          properties:
            security.protocol: SASL_PLAINTEXT
            sasl.mechanism: %s
            sasl.jaas.config: '%s required username="%s" password="%s";'
        """
            .formatted(admin ? "PLAIN" : "SCRAM-SHA-256", module, name, secret);
    Path file = folder.resolve(user + ".yaml");
    Files.writeString(
        file,
        Files.readString(Settings.root().resolve("config/tapedeck.yaml"))
            .replace(
                "bootstrap_servers: localhost:9092\n",
                "bootstrap_servers: " + broker.bootstrapServers() + "\n" + properties)
            .replace("http://localhost:8081", registry));
    Path limits = folder.resolve("risk-limits.yaml");
    if (!Files.exists(limits)) {
      Files.copy(Settings.root().resolve("config/risk-limits.yaml"), limits);
    }
    Map<String, String> environment = new HashMap<>(Venue.market(plain, null));
    environment.putAll(Venue.environment(plain, home, venue.restUrl(), venue.webSocketUrl()));
    environment.put("TAPEDECK_HOME", home.folder().toString());
    environment.put("TAPEDECK_KAFKA__STATE_DIR", home.folder().resolve(user).toString());
    return Settings.load(file, List.of()).withEnvironment(environment);
  }

  private Platform as(String user) throws IOException {
    return settings(user).platform(user);
  }

  private void run(String service) throws Exception {
    Settings settings = settings(service);
    Platform platform = settings.platform(service);
    platforms.put(service, platform);
    List<Service> parts = new ArrayList<>(Services.of(service, settings, platform));
    ServiceRunner runner = new ServiceRunner(service, parts, Duration.ofSeconds(10));
    open.push(
        () -> {
          runner.requestStop("the test ends");
          runner.awaitTermination();
        });
    runner.start();
    assertThat(runner.failure()).as(service).isNull();
  }

  @AfterAll
  void stop() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private long written(Admin admin, Topic<?> topic) throws Exception {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (int partition = 0; partition < 4; partition++) {
      ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
    }
    return admin.listOffsets(ends).all().get().values().stream().mapToLong(e -> e.offset()).sum();
  }

  @Test
  void ordersReachTheVenueThoughEveryServiceMayDoNothingButItsOwnWork() throws Exception {
    try (Admin admin = as("admin").kafka().admin()) {
      await()
          .atMost(Duration.ofSeconds(90))
          .pollInterval(Duration.ofMillis(300))
          .untilAsserted(
              () -> {
                for (Topic<?> topic :
                    List.of(
                        Topics.SIGNALS,
                        Topics.ORDER_INTENTS,
                        Topics.RISK_JOURNAL,
                        Topics.ORDERS_APPROVED,
                        Topics.EXECUTOR_JOURNAL,
                        Topics.ORDER_EVENTS,
                        Topics.ACCOUNT_STATE)) {
                  assertThat(written(admin, topic)).as(topic.name()).isPositive();
                }
                assertThat(platforms.get(Services.LAG).metrics().scrape())
                    .contains("kafka_lag_exporter_up{service=\"lag\"} 1.0")
                    .contains("kafka_consumergroup_group_lag{");
              });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ingest, orders-approved-v1",
    "signals, orders-approved-v1",
    "executor, orders-approved-v1",
    "console, orders-approved-v1",
    "lag, orders-approved-v1",
    "ingest, control-commands-v1",
    "signals, control-commands-v1",
    "risk, control-commands-v1",
    "executor, risk-limits-v1",
    "risk, executor-journal-v1",
    "risk, market-ticks-v1",
    "signals, risk-journal-v1",
  })
  void nobodyWritesWhatAnotherOwns(String user, String topic) throws Exception {
    try (Producer<byte[], byte[]> producer =
        as(user).kafka().producer("intruder", Map.of("max.block.ms", 10_000))) {
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, new byte[1])).get())
          .satisfies(
              e ->
                  assertThat(e instanceof ExecutionException ? e.getCause() : e)
                      .isInstanceOf(AuthorizationException.class));
    }
  }

  @ParameterizedTest
  @CsvSource({"ingest", "signals", "console"})
  void approvedOrdersAreNotForEveryone(String user) throws Exception {
    try (Consumer<byte[], byte[]> consumer =
        as(user).kafka().consumer(null, "intruder", Map.of())) {
      TopicPartition at = new TopicPartition(Topics.ORDERS_APPROVED.name(), 0);
      consumer.assign(List.of(at));
      assertThatThrownBy(
              () -> {
                consumer.seekToBeginning(List.of(at));
                consumer.poll(Duration.ofSeconds(10));
              })
          .isInstanceOf(TopicAuthorizationException.class);
    }
  }

  @Test
  void aWrongPasswordIsToldAsSuch() throws Exception {
    Settings wrong = settings("risk");
    Path file = folder.resolve("wrong.yaml");
    Files.writeString(
        file, Files.readString(wrong.file()).replace(password("risk"), "not-the-password"));
    try (Admin admin = Settings.load(file, List.of()).platform("x").kafka().admin()) {
      assertThatThrownBy(() -> admin.describeCluster().nodes().get())
          .hasCauseInstanceOf(SaslAuthenticationException.class);
    }
  }
}
