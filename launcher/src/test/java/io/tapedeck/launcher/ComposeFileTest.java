package io.tapedeck.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapedeck.executor.ExecutorConfig;
import io.tapedeck.launcher.cli.Tapedeck;
import io.tapedeck.launcher.stack.Services;
import io.tapedeck.runtime.config.ConfigLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

/** The compose file against what the code knows; the engine's own parser where it is installed. */
class ComposeFileTest {
  private static final Path ROOT = Path.of(System.getProperty("tapedeck.root", ".."));
  private static final Pattern IMAGE = Pattern.compile("\\$\\{[A-Z_]+:-[^:}]+:([^}]+)}");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):([-?])([^}]*)}");
  private static final Map<String, String> CREDENTIALS =
      Map.of("KRAKEN_API_KEY", "paper", "KRAKEN_API_SECRET", "cGFwZXI=");

  @TempDir Path folder;

  private static JsonNode compose() throws IOException {
    // SnakeYAML resolves anchors and merges; Jackson's own reader does not.
    try (var reader = Files.newBufferedReader(ROOT.resolve("docker-compose.yml"))) {
      Object tree = new org.yaml.snakeyaml.Yaml().load(reader);
      return new ObjectMapper().valueToTree(tree);
    }
  }

  private static Map<String, JsonNode> services() throws IOException {
    Map<String, JsonNode> services = new LinkedHashMap<>();
    compose().get("services").properties().forEach(e -> services.put(e.getKey(), e.getValue()));
    return services;
  }

  /** Services of our own image. */
  private static Map<String, JsonNode> ours() throws IOException {
    Map<String, JsonNode> ours = services();
    ours.values().removeIf(service -> !service.has("build"));
    assertThat(ours)
        .containsOnlyKeys(
            "provision", "simulator", "ingest", "signals", "risk", "executor", "lag", "console");
    return ours;
  }

  private static Map<String, String> environment(JsonNode service) {
    Map<String, String> environment = new LinkedHashMap<>(CREDENTIALS);
    service
        .path("environment")
        .properties()
        .forEach(e -> environment.put(e.getKey(), substituted(e.getValue().asText())));
    return environment;
  }

  private static String substituted(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    match.group(2).equals("-")
                        ? match.group(3)
                        : CREDENTIALS.getOrDefault(match.group(1), "")));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  @Test
  void pinsEveryImageAndLetsTheEnvironmentOverrideIt() throws IOException {
    services()
        .forEach(
            (name, service) -> {
              Matcher image = IMAGE.matcher(service.path("image").asText());
              assertThat(image.matches()).as("image of %s", name).isTrue();
              assertThat(image.group(1)).as("tag of %s", name).matches("v?\\d+\\.\\d+\\.\\d+.*");
            });
  }

  @Test
  void publishesPortsOnLoopbackOnlyAndNoneTwice() throws IOException {
    List<String> hostPorts = new ArrayList<>();
    services()
        .forEach(
            (name, service) ->
                texts(service.path("ports"))
                    .forEach(
                        port -> {
                          assertThat(port).as(name).matches("127\\.0\\.0\\.1:\\d+:\\d+");
                          hostPorts.add(port.split(":")[1]);
                        }));
    assertThat(hostPorts).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void everyServiceHasALimitOfMemoryAndOneThatRunsOnATestOfHealth() throws IOException {
    services()
        .forEach(
            (name, service) -> {
              assertThat(service.has("mem_limit")).as("mem_limit of %s", name).isTrue();
              if (!List.of("provision", "simulator").contains(name)) {
                assertThat(service.has("healthcheck")).as("healthcheck of %s", name).isTrue();
              }
            });
  }

  /** The console's container runs this script; here the same with the classes of the build. */
  @Test
  void theConsolesScriptMakesAKeyStoreThatTheConsoleTakes() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/keytool")), "no keytool");
    Path home = folder.resolve("home");
    ProcessBuilder script =
        new ProcessBuilder("bash", ROOT.resolve("ops/run-with-tls").toString(), "config", "check");
    script.environment().put("TAPEDECK_HOME", home.toString());
    script.environment().put("TAPEDECK_ROOT", ROOT.toAbsolutePath().toString());
    script.environment().put("TAPEDECK_CLASSPATH", System.getProperty("java.class.path"));
    script.environment().put("TAPEDECK_CONSOLE__HOST", "0.0.0.0");

    Run ran = run(script);

    assertThat(ran.exit()).as(ran.output()).isZero();
    java.security.KeyStore store = java.security.KeyStore.getInstance("PKCS12");
    String password = Files.readString(home.resolve("console/tls.password")).strip();
    try (var in = Files.newInputStream(home.resolve("console/tls.p12"))) {
      store.load(in, password.toCharArray());
    }
    assertThat(store.isKeyEntry("console")).isTrue();
    assertThat(Files.getPosixFilePermissions(home.resolve("console/tls.password"))).hasSize(2);
    assertThat(ran.output()).doesNotContain(password);
  }

  @Test
  void prometheusScrapesEachPartWhereItAnswers() throws IOException {
    JsonNode scraped =
        new com.fasterxml.jackson.dataformat.yaml.YAMLMapper()
            .readTree(ROOT.resolve("ops/prometheus/prometheus.yml").toFile())
            .at("/scrape_configs/0/static_configs");
    List<String> targets = new ArrayList<>();
    scraped.forEach(config -> targets.addAll(texts(config.get("targets"))));

    // the executor is where the simulator is
    assertThat(targets)
        .containsExactlyInAnyOrder(
            "ingest:9101", "signals:9102", "risk:9103", "simulator:9104", "lag:9105");
    assertThat(services()).containsKeys("ingest", "signals", "risk", "simulator", "lag");
  }

  @Test
  void everythingThatIsWaitedForExistsAndSaysWhenItIsReady() throws IOException {
    Map<String, JsonNode> services = services();
    JsonNode volumes = compose().get("volumes");
    services.forEach(
        (name, service) -> {
          service
              .path("depends_on")
              .properties()
              .forEach(
                  dependency -> {
                    JsonNode other = services.get(dependency.getKey());
                    assertThat(other).as("%s waits for %s", name, dependency.getKey()).isNotNull();
                    if (dependency.getValue().path("condition").asText().contains("healthy")) {
                      assertThat(other.has("healthcheck")).as(dependency.getKey()).isTrue();
                    }
                  });
          for (String volume : texts(service.path("volumes"))) {
            String source = volume.split(":")[0];
            boolean there =
                source.startsWith("./") ? Files.exists(ROOT.resolve(source)) : volumes.has(source);
            assertThat(there).as("%s of %s", volume, name).isTrue();
          }
        });
    for (String name : List.of("ingest", "signals", "risk", "executor", "lag", "console")) {
      assertThat(services.get(name).at("/depends_on/provision/condition").asText())
          .as(name)
          .isEqualTo("service_completed_successfully");
      assertThat(services.get(name).has("healthcheck")).as(name).isTrue();
    }
  }

  @Test
  void everyServiceHasConfigThatLoadsAndKeepsOrdersOnItsMachine() throws IOException {
    Path file = ROOT.resolve("config/tapedeck.yaml");
    ours()
        .forEach(
            (name, service) ->
                assertThatCode(
                        () ->
                            assertThat(
                                    new ConfigLoader(Sections.all())
                                        .load(file, environment(service), List.of())
                                        .section(ExecutorConfig.class)
                                        .paperTrading())
                                .isTrue())
                    .as("config of %s", name)
                    .doesNotThrowAnyException());
    assertThat(services().get("executor").path("network_mode").asText())
        .isEqualTo("service:simulator");
  }

  @Test
  void everyCommandIsOneOfTheCommandLine() throws IOException {
    ours()
        .forEach(
            (name, service) -> {
              List<String> command = texts(service.path("command"));
              assertThat(command).as(name).isNotEmpty();
              assertThat(commands()).as(name).contains(command.get(0));
              if (command.get(0).equals("run")) {
                assertThat(command).as(name).containsExactly("run", name);
                assertThat(name)
                    .matches(
                        it ->
                            Services.ALL.contains(it)
                                || it.equals("simulator")
                                || Services.BESIDES.contains(it));
              }
            });
  }

  private static List<String> commands() {
    return Arrays.stream(Tapedeck.class.getAnnotation(Command.class).subcommands())
        .map(command -> command.getAnnotation(Command.class).name())
        .toList();
  }

  @Test
  void brokerHasAClusterIdThatKafkaTakes() throws IOException {
    String id = environment(services().get("broker")).get("CLUSTER_ID");

    assertThat(Uuid.fromString(id)).isNotEqualTo(Uuid.ZERO_UUID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--profile ui --profile obs",
        "-f docker-compose.yml -f docker-compose.local.yml"
      })
  void composeItselfTakesIt(String options) throws Exception {
    List<String> compose = installed();
    assumeTrue(!compose.isEmpty(), "neither docker-compose nor docker compose is installed");
    Path variables = Files.write(folder.resolve("env"), lines(CREDENTIALS));
    List<String> command = new ArrayList<>(compose);
    command.addAll(List.of("--env-file", variables.toString()));
    if (!options.isEmpty()) {
      command.addAll(List.of(options.split(" ")));
    }
    command.addAll(List.of("config", "-q"));

    Run run = run(command);

    assertThat(run.exit()).as(run.output()).isZero();
  }

  private static List<String> lines(Map<String, String> variables) {
    return variables.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  private List<String> installed() throws Exception {
    for (List<String> command : List.of(List.of("docker-compose"), List.of("docker", "compose"))) {
      List<String> version = new ArrayList<>(command);
      version.add("version");
      try {
        if (run(version).exit() == 0) {
          return command;
        }
      } catch (IOException e) {
        // no such command here; the next may be
      }
    }
    return List.of();
  }

  private Run run(List<String> command) throws Exception {
    return run(new ProcessBuilder(command));
  }

  private Run run(ProcessBuilder command) throws Exception {
    Path output = folder.resolve("output");
    Process process =
        command
            .directory(ROOT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return new Run(process.waitFor(), Files.readString(output, StandardCharsets.UTF_8));
  }

  private record Run(int exit, String output) {}
}
