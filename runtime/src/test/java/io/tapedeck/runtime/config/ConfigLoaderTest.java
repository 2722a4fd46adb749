package io.tapedeck.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
  enum Mode {
    PAPER,
    LIVE_TRADING
  }

  record Leg(@NotEmpty String symbol, @Default("1") @Positive BigDecimal weight) {}

  record Market(
      @UrlScheme({"ws", "wss"}) URI url,
      @Default("5000") @Min(100) Duration reconnectDelay,
      @Default("") List<String> symbols,
      @Default("25") @Percent double maxShare,
      @Default("paper") Mode mode,
      @Default("200") @Min(1) @Max(1000) int rate,
      @Default("9") @Positive long depth,
      @Default("false") boolean strict,
      @Default("kraken") @OneOf({"kraken", "alpaca"}) String venue,
      @Nullable Path recordTo,
      @Nullable Secret apiKey,
      @Default("") Map<String, String> extra,
      @Default("") List<Leg> legs)
      implements Validated {
    @Override
    public void validate(Problems problems) {
      if (rate < depth) {
        problems.add("rate", "must not be lower than depth");
      }
    }
  }

  record Kraken(@Doc("the key") @NotEmpty Secret apiKey, Secret apiSecret) {}

  private static final Map<String, Class<? extends Record>> MARKET = Map.of("market", Market.class);

  @TempDir Path folder;

  private static LoadedConfig load(String text, String... sets) {
    return new ConfigLoader(MARKET).loadText("t.yaml", text, Map.of(), List.of(sets));
  }

  private static List<String> problems(String text, String... sets) {
    ConfigException refused = catchThrowableOfType(ConfigException.class, () -> load(text, sets));
    assertThat(refused).as("refused").isNotNull();
    return refused.problems().stream().map(ConfigProblem::toString).toList();
  }

  @Test
  void bindsEveryType() {
    Market market =
        load("""
                market:
                  url: wss://ws.kraken.com/v2
                  reconnect_delay: 30s
                  symbols: [BTC/USD, ETH/USD]
                  max_share: 12.5
                  mode: live_trading
                  rate: 1_000
                  depth: 10
                  strict: true
                  venue: alpaca
                  record_to: /tmp/x
                  api_key: abcdef
                  extra: {security.protocol: SSL, a: 1}
                  legs:
                    - symbol: A
                    - {symbol: B, weight: 0.10}
                """)
            .section(Market.class);

    assertThat(market.url()).isEqualTo(URI.create("wss://ws.kraken.com/v2"));
    assertThat(market.reconnectDelay()).isEqualTo(Duration.ofSeconds(30));
    assertThat(market.symbols()).containsExactly("BTC/USD", "ETH/USD");
    assertThat(market.maxShare()).isEqualTo(12.5);
    assertThat(market.mode()).isEqualTo(Mode.LIVE_TRADING);
    assertThat(market.rate()).isEqualTo(1000);
    assertThat(market.depth()).isEqualTo(10L);
    assertThat(market.strict()).isTrue();
    assertThat(market.venue()).isEqualTo("alpaca");
    assertThat(market.recordTo()).isEqualTo(Path.of("/tmp/x"));
    assertThat(market.apiKey()).isEqualTo(Secret.of("abcdef"));
    assertThat(market.extra()).containsEntry("security.protocol", "SSL").containsEntry("a", "1");
    assertThat(market.legs())
        .containsExactly(new Leg("A", BigDecimal.ONE), new Leg("B", new BigDecimal("0.10")));
  }

  @Test
  void takesDefaultsForAbsentKeysOnly() {
    Market market = load("market: {url: ws://localhost:1/}").section(Market.class);

    assertThat(market.reconnectDelay()).isEqualTo(Duration.ofSeconds(5));
    assertThat(market.symbols()).isEmpty();
    assertThat(market.recordTo()).isNull();
    assertThat(market.mode()).isEqualTo(Mode.PAPER);
  }

  @Test
  @Tag("A76")
  @Tag("B29")
  void reportsUnknownKeyWrongTypeAndBadLineAtOnceWithPositions() {
    String text =
        """
        market:
          url: wss://ws.kraken.com/v2
          simbols: [BTC/USD]
          rate: fast
          mode: a: b
          strict: maybe
        """;

    List<String> found = problems(text);

    assertThat(found).hasSize(4);
    assertThat(found.get(0))
        .startsWith("t.yaml:3:3: market.simbols: unknown key \"simbols\"")
        .contains("did you mean \"symbols\"?")
        .contains("Known keys: url, reconnect_delay_ms, reconnect_delay, symbols");
    assertThat(found.get(1))
        .isEqualTo("t.yaml:4:9: market.rate: wrong type: expected an integer, found \"fast\"");
    assertThat(found.get(2))
        .contains("t.yaml:5:10: YAML syntax error: ")
        .contains("Failed to parse config: mapping values are not allowed here")
        .endsWith("at line 5 column 10");
    assertThat(found.get(3))
        .isEqualTo(
            "t.yaml:6:11: market.strict: wrong type: expected true or false, found \"maybe\"");
  }

  @Test
  void reportsSeveralSyntaxErrorsAndGoesOn() {
    String text =
        """
        market:
          url: "wss://ws.kraken.com
          rate: 0
        \tdepth: 3
          venue: nyse
        """;

    List<String> found = problems(text);

    assertThat(found).anyMatch(p -> p.startsWith("t.yaml:2:8: YAML syntax error"));
    assertThat(found).anyMatch(p -> p.startsWith("t.yaml:4:1: YAML syntax error"));
    assertThat(found).anyMatch(p -> p.startsWith("t.yaml:3:9: market.rate: must be at least 1"));
    assertThat(found).anyMatch(p -> p.startsWith("t.yaml:5:10: market.venue: must be one of"));
    assertThat(found).noneMatch(p -> p.contains("Missing"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url: http://x/            | must be a URL with a host that starts with ws:// or wss://",
        "url: '::'                 | wrong type: expected a URL",
        "url: [a]                  | wrong type: expected a URL, found a list",
        "url:                      | has no value: expected a URL",
        "reconnect_delay_ms: 99    | must be at least 100, found 99",
        "reconnect_delay_ms: soon  | wrong type: expected milliseconds",
        "reconnect_delay_ms: -5    | wrong type: expected milliseconds",
        "symbols: BTC              | wrong type: expected a list, found \"BTC\"",
        "symbols: {a: b}           | wrong type: expected a list, found a mapping",
        "max_share: 0              | must be a percentage greater than 0 and at most 100, found 0",
        "max_share: 100.5          | must be a percentage",
        "max_share: .nan           | wrong type: expected a number",
        "mode: demo                | wrong type: expected one of paper, live_trading, found \"demo\"",
        "rate: 1001                | must be at most 1000, found 1001",
        "rate: 3000000000          | wrong type: expected an integer",
        "rate: 1.5                 | wrong type: expected an integer, found \"1.5\"",
        "depth: 0                  | must be greater than 0, found 0",
        "depth: 201                | must not be lower than depth",
        "strict: yes               | wrong type: expected true or false, found \"yes\"",
        "venue: nyse               | must be one of kraken, alpaca, found \"nyse\"",
        "extra: 5                  | wrong type: expected a mapping, found \"5\"",
        "legs: [{weight: 1}]       | Missing required config field: market.legs[0].symbol",
        "legs: [{symbol: ''}]      | must not be empty",
        "legs: [a]                 | wrong type: expected a mapping",
        "'<<': {a: b}              | merge keys are not supported",
        "rate: 50, rate: 60        | duplicate key, first written at line 1",
        "reconnect_delay: 1s, reconnect_delay_ms: 5000 | given together with",
        "rate: \"${TAPEDECK_NO_SUCH}\" | environment variable TAPEDECK_NO_SUCH is not set",
      })
  void refusesBadValue(String entry, String expected) {
    String url = entry.startsWith("url:") ? "" : "url: ws://h/, ";

    List<String> found = problems("market: {" + url + entry.strip() + "}");

    assertThat(found).hasSize(1);
    assertThat(found.get(0)).startsWith("t.yaml:1:").contains(expected);
  }

  @Test
  void laterLayersWin() {
    String text = "market: {url: 'ws://file/', rate: 10, depth: 1, reconnect_delay: 7s}";
    Map<String, String> environment =
        Map.of(
            "TAPEDECK_MARKET__RATE", "20",
            "TAPEDECK_MARKET__DEPTH", "2",
            "TAPEDECK_MARKET__RECONNECT_DELAY_MS", "900",
            "TAPEDECK_MARKET__SYMBOLS", "A,B",
            "TAPEDECK_HOME", "/ignored");
    List<String> sets = List.of("market.depth=3", "market.extra.sasl.mechanism=PLAIN");

    LoadedConfig loaded = new ConfigLoader(MARKET).loadText("f", text, environment, sets);

    Market market = loaded.section(Market.class);
    assertThat(market.rate()).isEqualTo(20);
    assertThat(market.depth()).isEqualTo(3);
    assertThat(market.reconnectDelay()).isEqualTo(Duration.ofMillis(900));
    assertThat(market.symbols()).containsExactly("A", "B");
    assertThat(market.extra()).containsExactly(Map.entry("sasl.mechanism", "PLAIN"));
    assertThat(loaded.origins().get("market.url")).hasToString("f:1:15");
    assertThat(loaded.origins().get("market.rate"))
        .hasToString("environment variable TAPEDECK_MARKET__RATE");
    assertThat(loaded.origins().get("market.depth")).hasToString("--set market.depth");
    assertThat(loaded.origins().get("market.venue")).hasToString("default");
  }

  @Test
  void problemsOfEnvironmentAndSetNameTheirSource() {
    String text = "market: {url: 'ws://file/'}";
    Map<String, String> environment = Map.of("TAPEDECK_MARKET__RAET", "20");

    assertThatThrownBy(
            () ->
                new ConfigLoader(MARKET)
                    .loadText("f", text, environment, List.of("market.rate=x", "oops")))
        .hasMessageContaining("3 problems")
        .hasMessageContaining(
            "environment variable TAPEDECK_MARKET__RAET: market.raet: unknown key")
        .hasMessageContaining("--set market.rate: market.rate: wrong type: expected an integer")
        .hasMessageContaining("--set oops: expected --set section.key=value");
  }

  @Test
  @Tag("B11")
  void substitutesEnvironment() {
    Map<String, Class<? extends Record>> sections = Map.of("kraken", Kraken.class);
    String text =
        """
        kraken:
          api_key: "${KRAKEN_API_KEY}"
          api_secret: "${KRAKEN_API_SECRET:-none}"
        """;

    Kraken bound =
        new ConfigLoader(sections)
            .loadText("f", text, Map.of("KRAKEN_API_KEY", "k-${x}-123"), List.of())
            .section(Kraken.class);

    assertThat(bound.apiKey().reveal()).isEqualTo("k-${x}-123");
    assertThat(bound.apiSecret().reveal()).isEqualTo("none");
    assertThatThrownBy(() -> new ConfigLoader(sections).loadText("f", text, Map.of(), List.of()))
        .hasMessageContaining(
            "f:2:12: kraken.api_key: environment variable KRAKEN_API_KEY is not set");
  }

  @Test
  @Tag("B27")
  void namesMissingFile() {
    Path file = folder.resolve("absent.yaml");

    assertThatThrownBy(() -> new ConfigLoader(MARKET).load(file, Map.of(), List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Config file not found: " + file);
  }

  @Test
  @Tag("B28")
  void namesMissingSectionsAndFields() {
    Map<String, Class<? extends Record>> sections = new LinkedHashMap<>();
    sections.put("kraken", Kraken.class);
    sections.put("market", Market.class);

    assertThatThrownBy(
            () ->
                new ConfigLoader(sections)
                    .loadText("f", "market: {rate: 1, depth: 1}", Map.of(), List.of()))
        .hasMessageContaining("2 problems")
        .hasMessageContaining("Missing required config field: kraken (needs api_key, api_secret)")
        .hasMessageContaining("Missing required config field: market.url");
  }

  @Test
  @Tag("B30")
  void brokenFileNeverYieldsDefaults() throws IOException {
    Path file = folder.resolve("broken.yaml");
    for (String broken : List.of("market: [", "\0", "- a", "just text", "a: &a [*a]", "{", "%")) {
      Files.writeString(file, broken);
      assertThatThrownBy(() -> new ConfigLoader(MARKET).load(file, Map.of(), List.of()))
          .as(broken)
          .isInstanceOf(ConfigException.class);
    }
    Files.write(file, "market: {url: 'ws://é/'}".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> new ConfigLoader(MARKET).load(file, Map.of(), List.of()))
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void masksSecretsWhenShown() {
    String shown =
        load("market: {url: 'wss://me:pw1234@host/', api_key: canary-771,"
                + " extra: {sasl.jaas.config: 'password=\"canary-772\"'}}")
            .maskedYaml();

    assertThat(shown)
        .doesNotContain("canary")
        .doesNotContain("pw1234")
        .contains("api_key: '***'")
        .contains("reconnect_delay_ms: 5000");
  }

  @Test
  void wrongTypeOfSecretKeyDoesNotShowIt() {
    assertThat(problems("market: {url: 'ws://h/', api_key: [canary-5]}").get(0))
        .doesNotContain("canary");
  }

  @Test
  void documentsEveryKey() {
    Map<String, Class<? extends Record>> sections = new LinkedHashMap<>();
    sections.put("kraken", Kraken.class);
    sections.putAll(MARKET);

    String markdown = ConfigDocs.markdown(sections);

    assertThat(markdown)
        .contains("| `kraken.api_key` | secret | required | not empty | the key |")
        .contains("`market.reconnect_delay_ms`")
        .contains("`market.legs[].weight`")
        .contains("TAPEDECK_MARKET__<KEY>");
  }

  @Test
  void asksByNameWhereSectionsShareAType() {
    Map<String, Class<? extends Record>> sections = Map.of("a", Leg.class, "b", Leg.class);
    LoadedConfig loaded =
        new ConfigLoader(sections)
            .loadText("f", "{a: {symbol: X}, b: {symbol: Y}}", Map.of(), List.of());

    assertThat(loaded.section("b", Leg.class).symbol()).isEqualTo("Y");
    assertThatThrownBy(() -> loaded.section(Leg.class)).hasMessageContaining("ask by name");
  }
}
