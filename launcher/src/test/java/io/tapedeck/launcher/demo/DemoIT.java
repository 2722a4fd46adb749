package io.tapedeck.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.cli.Tapedeck;
import io.tapedeck.launcher.ops.MonitoringFiles;
import io.tapedeck.launcher.stack.Venue;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The whole pipeline, looked at from outside: by foreign clients, and by the command line. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoIT {
  private static final int ROWS = 20_000;
  private static final int CONSOLE_PORT = io.tapedeck.localstack.process.Ports.free();
  private static final int METRICS_PORT = io.tapedeck.localstack.process.Ports.free();

  @TempDir static Path folder;
  private DemoRun demo;
  private DemoSummary summary;
  private Path tape;

  @BeforeAll
  void run() throws Exception {
    tape = tape();
    Settings settings = settings(folder.resolve("home"));
    demo = new DemoRun(settings, new DemoOptions(12_000, tape, false, true), step -> {});
    summary = demo.run();
  }

  private static Settings settings(Path home) {
    return Settings.load(
        Settings.root().resolve("config/tapedeck.yaml"),
        List.of(
            "stack.home=" + home,
            "stack.broker_port=0",
            "stack.registry_port=0",
            "stack.metrics_port=" + METRICS_PORT,
            "console.port=" + CONSOLE_PORT,
            "simulator.rest_port=0",
            "simulator.websocket_port=0",
            "simulator.ticks_per_second=2500"));
  }

  /** The head of the recorded market, or null for the synthetic one where there is no recording. */
  private Path tape() throws Exception {
    Path recorded =
        Path.of(System.getProperty("tapedeck.data")).resolve("tape/crypto-spot-20240808.csv.gz");
    if (!Files.exists(recorded)) {
      return null;
    }
    Path head = folder.resolve("head.csv");
    try (BufferedReader in =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(recorded)), StandardCharsets.UTF_8));
        BufferedWriter out = Files.newBufferedWriter(head)) {
      for (int i = 0; i <= ROWS; i++) {
        out.write(in.readLine());
        out.newLine();
      }
    }
    return head;
  }

  @AfterAll
  void stop() {
    demo.close();
  }

  private long count(String field) {
    return ((Number) summary.fields().get(field)).longValue();
  }

  private static String set(String key, String value) {
    return key + "=" + value;
  }

  private String[] cli(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--set");
    all.add(set("kafka.bootstrap_servers", bootstrap()));
    all.add("--set");
    all.add(set("schema_registry.urls", registry()));
    return all.toArray(String[]::new);
  }

  private String bootstrap() {
    return (String) summary.fields().get("bootstrap");
  }

  private String registry() {
    return (String) summary.fields().get("registry");
  }

  @Test
  @Tag("I4")
  void everythingThatWasSentIsOnTheTapeAndEveryFillIsTheVenues() {
    assertThat(summary.good()).as(summary.fields().toString()).isTrue();
    assertThat(count("ticks_on_tape")).isEqualTo(tape == null ? 12_000 : ROWS);
    for (String field :
        List.of("signals", "intents", "approved", "denied", "orders_at_venue", "fills_at_venue")) {
      assertThat(count(field)).as(field).isPositive();
    }
    assertThat(count("fills_on_tape")).isEqualTo(count("fills_at_venue"));
    assertThat(count("duplicate_orders_at_venue")).isZero();
  }

  @Test
  @Tag("A5")
  void everyMetricThatAnAlertOrDashboardNamesIsExported() throws Exception {
    String scraped = metrics();

    assertThat(MonitoringFiles.metricNames(Settings.root()))
        .hasSizeGreaterThan(40)
        .allSatisfy(name -> assertThat(scraped).contains("\n" + name + "{"));
  }

  @Test
  void theVerifierBesideItProvesEveryDecision() throws Exception {
    Map<?, ?> verified = (Map<?, ?>) summary.fields().get("verify");
    double decisions = ((Number) verified.get("decisions")).doubleValue();
    await().untilAsserted(() -> assertThat(metric("decisions_total")).isEqualTo(decisions));
    assertThat(metric("differences_total")).isZero();
    assertThat(metric("stopped_partitions")).isZero();
  }

  private static double metric(String ofTheVerifier) throws Exception {
    return metrics()
        .lines()
        .filter(line -> line.startsWith("tapedeck_verifier_" + ofTheVerifier + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .findFirst()
        .orElseThrow();
  }

  private static String metrics() throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + METRICS_PORT + "/metrics"))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** Nothing of ours but the catalogue: plain consumer, HTTP, Avro's generic reader. */
  @Test
  void aForeignClientDecodesEveryTopic() throws Exception {
    Map<String, Long> counts = new HashMap<>();
    List<String> filesOrder = new ArrayList<>();
    for (Topic<?> topic : Topics.ALL) {
      read(
          topic.name(),
          (key, value) -> {
            counts.merge(topic.name(), 1L, Long::sum);
            assertThat(key).as(topic.name()).matches("\\p{Print}+");
            if (topic == Topics.MARKET_TICKS && value.get("quote") != null) {
              assertThat(((GenericRecord) value.get("quote")).get("bidPrice"))
                  .isInstanceOf(BigDecimal.class);
            }
            if (topic == Topics.MARKET_TICKS && key.equals("KRAKEN:BTC/USDT")) {
              addRow(filesOrder, value);
            }
          });
    }
    assertThat(counts.get(Topics.ORDER_INTENTS.name())).isEqualTo(count("intents"));
    assertThat(counts.get(Topics.RISK_DECISIONS.name()))
        .isEqualTo(count("approved") + count("denied"));
    assertThat(counts.get(Topics.SIGNALS.name())).isEqualTo(count("signals"));
    if (tape != null) {
      assertThat(filesOrder).isEqualTo(rowsOf("BTC/USDT"));
    }
  }

  private static void addRow(List<String> rows, GenericRecord value) {
    if (value.get("quote") instanceof GenericRecord quote) {
      rows.add(plain(quote.get("bidPrice")) + " " + plain(quote.get("askSize")));
    } else if (value.get("trade") instanceof GenericRecord trade) {
      rows.add(plain(trade.get("price")) + " " + plain(trade.get("size")));
    }
  }

  private static String plain(Object decimal) {
    return new BigDecimal(decimal.toString()).stripTrailingZeros().toPlainString();
  }

  private List<String> rowsOf(String symbol) throws Exception {
    List<String> rows = new ArrayList<>();
    List<String> lines = Files.readAllLines(tape);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      if (cells[2].equals(symbol)) {
        rows.add(
            cells[3].equals("quote")
                ? plain(cells[4]) + " " + plain(cells[7])
                : plain(cells[8]) + " " + plain(cells[9]));
      }
    }
    return rows;
  }

  private interface Reader {
    void record(String key, GenericRecord value);
  }

  private void read(String topic, Reader reader) throws Exception {
    GenericData data = new GenericData();
    data.addLogicalTypeConversion(new Conversions.DecimalConversion());
    Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();
    Properties settings = new Properties();
    settings.put("bootstrap.servers", bootstrap());
    settings.put("isolation.level", "read_committed");
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (all.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          ByteBuffer bytes = ByteBuffer.wrap(record.value());
          assertThat(bytes.get()).isZero();
          int id = bytes.getInt();
          if (!readers.containsKey(id)) {
            Schema schema = schema(id);
            readers.put(id, new GenericDatumReader<>(schema, schema, data));
          }
          reader.record(
              record.key(),
              readers
                  .get(id)
                  .read(
                      null,
                      DecoderFactory.get()
                          .binaryDecoder(record.value(), 5, record.value().length - 5, null)));
        }
      }
    }
  }

  private Schema schema(int id) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(registry() + "/schemas/ids/" + id)).build(),
                HttpResponse.BodyHandlers.ofString());
    return new Schema.Parser()
        .parse(new ObjectMapper().readTree(answer.body()).get("schema").asText());
  }

  @Test
  @Tag("U3")
  @Tag("U13")
  void anAlteredDecisionIsFoundWithItsPlaceAndExitCodeSix() throws Exception {
    Path out = folder.resolve("exported");
    assertThat(Tapedeck.run(cli("tape", "export", "--records", "--out", out.toString()))).isZero();
    String[] verify = {"replay", "verify", "--journal", out.toString(), "--threads", "2"};
    Path certificate = folder.resolve("certificate.json");
    Path key = folder.resolve("key.pem");
    String[] certified = {"--certificate", certificate.toString(), "--key", key.toString()};
    String[] check = {
      "replay",
      "certificate",
      "check",
      certificate.toString(),
      "--public-key",
      folder.resolve("key.pub.pem").toString()
    };
    assertThat(Tapedeck.run(joined(verify, certified))).isZero();
    assertThat(Tapedeck.run(check)).isZero();
    String[] range = {"--account", "main", "--from", "5", "--to", "20"};
    assertThat(Tapedeck.run(joined(verify, range))).isZero();
    assertThat(Tapedeck.run(joined(verify, "--from", "x:5"))).isEqualTo(2);

    Path decisions = out.resolve(Topics.RISK_DECISIONS.name() + ".jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(decisions));
    JsonNode record = new ObjectMapper().readTree(lines.get(5));
    byte[] value = record.get("v").binaryValue();
    value[value.length - 70] ^= 1;
    lines.set(
        5,
        ((com.fasterxml.jackson.databind.node.ObjectNode) record)
            .put("v", Base64.getEncoder().encodeToString(value))
            .toString());
    Files.write(decisions, lines);

    assertThat(Tapedeck.run(joined(verify, certified))).isEqualTo(6);
    assertThat(Tapedeck.run(check)).as("a certificate of a difference").isEqualTo(6);
    io.tapedeck.replay.Verification found =
        new io.tapedeck.replay.JournalVerifier(
                new io.tapedeck.replay.ExportedTape(out), entries -> {})
            .verify();
    assertThat(found.first().at().topic()).isEqualTo(Topics.RISK_DECISIONS.name());
    assertThat(found.first().at().offset()).isEqualTo(record.get("o").asLong());
  }

  private static String[] joined(String[] first, String... more) {
    return Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray(String[]::new);
  }

  /** Ticks and strategy journal of the run, played again, are its signals and intents. */
  @Test
  void whatSignalsDidReplaysRecordByRecordAndTheTopicBacktests() {
    // the demo lets intents live longer, because its market runs faster
    String life =
        Venue.market(settings(folder.resolve("home")), tape)
            .getOrDefault("TAPEDECK_SIGNAL__INTENT_TTL_MS", "");
    String[] replay = {"replay", "signals", "--output", "json", "--set"};
    assertThat(Tapedeck.run(cli(joined(replay, set("signal.intent_ttl_ms", life))))).isZero();
    assertThat(Tapedeck.run(cli(joined(replay, set("signal.intent_ttl_ms", "7"))))).isEqualTo(6);
    String home = set("stack.home", folder.resolve("backtest").toString());
    String[] backtest = {"backtest", "--tape", Topics.MARKET_TICKS.name(), "--output", "json"};
    assertThat(Tapedeck.run(cli(joined(backtest, "--set", home)))).isZero();
  }

  @Test
  void commandsAnswerOnTheRunningPipeline() {
    assertThat(Tapedeck.run(cli("replay", "verify", "--output", "json"))).isZero();
    assertThat(Tapedeck.run(cli("topics", "ls"))).isZero();
    assertThat(Tapedeck.run(cli("schemas", "check"))).isZero();
    assertThat(Tapedeck.run(cli("tape", "ls", "--output", "json"))).isZero();
    assertThat(Tapedeck.run(cli("explain", "no-such-id"))).isEqualTo(1);
    assertThat(Tapedeck.run("topics", "ls", "--set", "kafka.bootstrap_servers=127.0.0.1:1"))
        .isEqualTo(4);
  }

  @Test
  @Tag("U2")
  void explainsADecisionFromItsRecords() throws Exception {
    List<String> intents = new ArrayList<>();
    read(
        Topics.RISK_DECISIONS.name(),
        (key, value) -> {
          if (value.get("mark") != null) {
            intents.add(value.get("intentId").toString());
          }
        });
    assumeTrue(!intents.isEmpty());

    JsonNode told = json("explain", intents.get(0));

    assertThat(told.get("intent").asText()).isEqualTo(intents.get(0));
    assertThat(told.get("build").asText()).isNotBlank();
    assertThat(told.get("checks").findValuesAsText("code"))
        .contains(
            io.tapedeck.risk.Controls.all().stream()
                .map(control -> control.code().name())
                .toArray(String[]::new));
    assertThat(told.get("checks").get(0).fieldNames())
        .toIterable()
        .contains("code", "passed", "observed", "limit", "headroom", "unit");
    assertThat(told.get("provenance").findValuesAsText("input"))
        .contains("cause", "intent", "mark", "mark_journalled", "journal", "limits");
    assertThat(told.has("near_misses")).isTrue();
    assertThat(told.has("shadow")).isTrue();
  }

  private JsonNode json(String... command) throws IOException {
    List<String> all = new ArrayList<>(List.of(cli(command)));
    all.add("--output");
    all.add("json");
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      assertThat(Tapedeck.run(all.toArray(String[]::new))).as(String.join(" ", command)).isZero();
    } finally {
      System.setOut(before);
    }
    return new ObjectMapper().readTree(out.toByteArray());
  }

  @Test
  @Tag("U4")
  @Tag("U8")
  void limitsAreRecordsThatRiskTakesUp() throws Exception {
    String[] bad = {
      "limits", "set", "max_ordr_value=1", "capital=-5", "--scope", "*", "--why", "x"
    };
    assertThat(Tapedeck.run(cli(bad))).isEqualTo(3);
    assertThat(json("limits", "names").get("names").size()).isGreaterThan(40);

    JsonNode set =
        json("limits", "set", "max_open_orders=99", "--scope", "*", "--why", "try", "--by", "ann");
    assertThat(set.get("version").asLong()).isEqualTo(2);
    assertThat(set.get("changes").get(0).asText()).isEqualTo("max_open_orders 100 -> 99");
    json("limits", "set", "max_open_orders=98", "--scope", "*", "--why", "trial", "--shadow");
    JsonNode promoted = json("limits", "promote", "--scope", "*", "--why", "good");
    assertThat(promoted.get("changes").get(0).asText()).isEqualTo("max_open_orders 99 -> 98");
    assertThat(json("limits", "show", "--scope", "*").get("limits").get(0).at("/version").asLong())
        .isEqualTo(3);

    JsonNode history = json("limits", "history", "--scope", "*").get("history");
    assertThat(history).hasSize(4);
    assertThat(history.get(0).get("effective_from").get(0).asText())
        .as("partition and number of the journal entry")
        .matches("\\d+:\\d+");
    assertThat(history.get(1).get("changed_by").asText()).isEqualTo("ann");
  }

  @Test
  @Tag("U16")
  void theControlMatrixSaysWhenEachLastFired() throws Exception {
    JsonNode report = json("controls", "report");

    assertThat(report.get("decisions").asLong()).isEqualTo(count("approved") + count("denied"));
    assertThat(report.get("controls")).hasSize(io.tapedeck.risk.Controls.all().size());
    long refused = 0;
    for (JsonNode control : report.get("controls")) {
      assertThat(control.get("rules").asText()).isNotNull();
      assertThat(control.get("last_record").isNull())
          .isEqualTo(control.get("refused").asLong() == 0);
      refused += control.get("refused").asLong();
    }
    assertThat(json("violations").get("violations").size()).isEqualTo(Math.toIntExact(refused));
  }

  private JsonNode http(String method, String path, String body) throws Exception {
    String tokens = Files.readString(folder.resolve("home/console/token"));
    String control = tokens.substring(tokens.indexOf("control ") + 8).strip();
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + CONSOLE_PORT + "/api/v1/" + path))
                    .header("Authorization", "Bearer " + control)
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }

  @Test
  void anAlertIsListedAndAcknowledgedFromTheCommandLine() throws Exception {
    http(
        "POST",
        "alerts",
        "{\"alerts\":[{\"status\":\"firing\",\"fingerprint\":\"f0\",\"labels\":"
            + "{\"alertname\":\"ServiceDown\",\"severity\":\"critical\"}}]}");
    String[] here = {
      "--set", "stack.home=" + folder.resolve("home"), "--set", "console.port=" + CONSOLE_PORT
    };

    assertThat(json(all("alerts", "ls", here)).at("/alerts/0/name").asText())
        .isEqualTo("ServiceDown");
    json(all("alerts", "acknowledge", "f0", "--by", "ann", here));
    assertThat(json(all("alerts", "ls", here)).at("/alerts/0/acknowledged_by").asText())
        .isEqualTo("ann");
  }

  private static String[] all(Object... words) {
    List<String> all = new ArrayList<>();
    for (Object word : words) {
      if (word instanceof String[] several) {
        all.addAll(List.of(several));
      } else {
        all.add(word.toString());
      }
    }
    return all.toArray(String[]::new);
  }

  @Test
  @Order(Integer.MAX_VALUE) // what it commands makes records that the others do not count on
  @Tag("A27")
  @Tag("A28")
  @Tag("A30")
  @Tag("A31")
  @Tag("A32")
  @Tag("A34")
  @Tag("A51")
  @Tag("A83")
  @Tag("A84")
  void peopleLookCommandAndStopOverHttpAndTheCommandLine() throws Exception {
    JsonNode positions = json("positions").get("positions");
    assertThat(http("GET", "positions", "").get("positions")).isEqualTo(positions);
    assertThat(json("pnl", "--detailed").get("accounts").get(0).has("peak_equity")).isTrue();
    assertThat(json("pnl").get("accounts").get(0).has("peak_equity")).isFalse();
    assertThat(json("concentration").get("concentration")).hasSameSizeAs(positions);
    JsonNode fills = json("fills", "--since", "2000-01-01");
    assertThat(fills.get("fills").size()).isEqualTo(Math.toIntExact(count("fills_on_tape")));
    json("orders");

    http("POST", "circuit-breaker/activate", "{\"reason\":\"test\"}");
    untilBreaker(true);
    json("breaker", "deactivate", "--reason", "tested");
    untilBreaker(false);

    for (JsonNode held : positions) {
      String instrument = held.get("instrument").asText();
      json("position", "close", instrument, "--reason", "test");
    }
    assertThat(Tapedeck.run(cli("liquidate"))).as("without --confirm").isEqualTo(2);
    json("liquidate", "--confirm");
    json("orders", "cancel-all");
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!json("positions").get("positions").isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(300);
    }
    assertThat(json("positions").get("positions")).as("closed at the venue").isEmpty();
  }

  private void untilBreaker(boolean active) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (json("breaker", "status").get("active").asBoolean() != active) {
      assertThat(System.nanoTime()).as("breaker active: " + active).isLessThan(deadline);
      Thread.sleep(200);
    }
  }

  @Test
  @Tag("A26")
  void violationsAreListedSinceATimeWithTheirReason() throws Exception {
    JsonNode all = json("violations").get("violations");
    assumeTrue(!all.isEmpty());

    assertThat(all.get(0).get("risk_check_failed").asText()).contains("FAILED").contains("limit=");
    assertThat(json("violations", "--since", "1 hour ago").get("violations")).hasSize(all.size());
    assertThat(json("violations", "--since", "2099-01-01").get("violations")).isEmpty();
    assertThat(Tapedeck.run(cli("violations", "--since", "yesterdayish"))).isEqualTo(2);
  }
}
