package io.tapedeck.runtime.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.runtime.config.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  private final Redactor redactor = new Redactor();

  @Test
  void scrubsEveryFormOfARegisteredValue() {
    String secret = "s3cr\"t/ä+\\x";
    redactor.register(secret);
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    String text =
        String.join(
            " | ",
            secret,
            "s3cr\\\"t/ä+\\\\x",
            URLEncoder.encode(secret, StandardCharsets.UTF_8),
            Base64.getEncoder().encodeToString(bytes));

    assertThat(redactor.scrub(text)).isEqualTo("*** | *** | *** | ***");
  }

  @Test
  void scrubsLinesOfAMultiLineSecret() {
    redactor.register("-----BEGIN KEY-----\nMIIEvQIBADANBg\n-----END KEY-----");

    assertThat(redactor.scrub("got MIIEvQIBADANBg!")).isEqualTo("got ***!");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api_key=canary-1",
        "API-Sign: canary-1",
        "{\"api_secret\":\"canary-1\"}",
        "{\\\"password\\\":\\\"canary-1\\\"}",
        "APCA-API-SECRET-KEY: canary-1",
        "Authorization: Basic canary-1canary-1",
        "sasl.jaas.config=X required username=\"u\" password=\"canary-1\";",
        "ssl.keystore.password = canary-1",
        "https://user:canary-1@host/path",
        "?token=canary-1&x=1",
      })
  void scrubsWhatLooksLikeACredential(String text) {
    assertThat(redactor.scrub(text)).doesNotContain("canary").contains("***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "order 17 denied: notional=100.5 limit=50",
        "wss://ws.kraken.com:443/v2",
        "key=KRAKEN:BTC/USD partition=3",
        "http://127.0.0.1:9101/health user@host",
      })
  void leavesOrdinaryTextAlone(String text) {
    assertThat(redactor.scrub(text)).isEqualTo(text);
  }

  @Test
  void scrubsRegisteredPatterns() {
    redactor.registerPattern(Pattern.compile("PK[A-Z0-9]{6}"));

    assertThat(redactor.scrub("id PKABC123 seen")).isEqualTo("id *** seen");
  }

  @Test
  void shortValuesDoNotShredText() {
    redactor.register("a");
    redactor.register("");

    assertThat(redactor.scrub("banana")).isEqualTo("banana");
  }

  @Test
  void secretsAreUnprintable() {
    Secret secret = Secret.of("canary-55");

    assertThat(secret).hasToString("***").isEqualTo(Secret.of("canary-55"));
    assertThat("x" + secret.reveal()).isEqualTo("xcanary-55");
    assertThat(Redactor.process().scrub("saw canary-55")).isEqualTo("saw ***");
  }

  @Property(tries = 300)
  void noRegisteredValueSurvives(@ForAll @StringLength(min = 4, max = 40) String secret) {
    Redactor fresh = new Redactor();
    fresh.register(secret);

    String scrubbed = fresh.scrub("<" + secret + ">");

    assertThat(scrubbed.replace(Redactor.MASK, "")).doesNotContain(secret);
  }

  @Property(tries = 300)
  void escapedTextIsOneLine(@ForAll String text) {
    String escaped = ControlCharacters.escape(text);

    assertThat(escaped.chars()).noneMatch(Character::isISOControl);
    assertThat(escaped.lines().count()).isLessThanOrEqualTo(1);
  }
}
