package io.tapedeck.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.console.kafka.LimitsLedger;
import io.tapedeck.console.limits.LimitsChange;
import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console's page in a real browser, where one is installed. Screenshots go to target/. */
class ConsolePageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * The lowest contrast of any visible text to what is behind it (WCAG 2.1, relative luminance).
   */
  private static final String LOWEST_CONTRAST =
      """
      (() => {
        const rgb = (c) => (c.match(/[\\d.]+/g) || []).map(Number);
        const lum = ([r, g, b]) => [r, g, b].map((v) => v / 255)
            .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
        const behind = (e) => {
          for (let at = e; at; at = at.parentElement) {
            const c = rgb(getComputedStyle(at).backgroundColor);
            if (c.length < 4 || c[3] > 0) return c;
          }
          return [255, 255, 255];
        };
        let worst = [99, ""];
        for (const e of document.querySelectorAll("body *")) {
          const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
          if (!own || !e.checkVisibility({ opacityProperty: true })) continue;
          const [a, b] = [lum(rgb(getComputedStyle(e).color)), lum(behind(e))];
          const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          if (ratio < worst[0]) worst = [ratio, e.outerHTML.slice(0, 120)];
        }
        return worst;
      })()""";

  @TempDir static Path home;
  @TempDir static Path profile;
  private static RunningConsole console;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(Browser.installed().isPresent(), "no Chromium is installed");
    console = new RunningConsole(home);
    InstrumentId btc = new InstrumentId("KRAKEN:BTC/USD");
    long now = System.currentTimeMillis() * 1_000_000;
    console.publish(
        Topics.MARKET_MARKS,
        btc.value(),
        new Mark(
            btc,
            Price.of("109"),
            Price.of("111"),
            Price.of("110"),
            now,
            now,
            new Coordinates("t", 0, 1)));
    LimitsChange hostile =
        new LimitsChange("*", "ann", "", "<img src=x onerror=alert(1)>", now, false);
    new LimitsLedger(console.platform)
        .write(latest -> hostile.set(latest, Map.of("capital", "1000")));
    browser = new Browser(Browser.installed().orElseThrow(), profile);
    browser.size(1400, 1000);
    browser.open(url("control"));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                text("#positions tbody").contains("KRAKEN:BTC/USD")
                    && !text("#limits tbody").isEmpty());
  }

  private static String url(String role) {
    return "http://127.0.0.1:" + console.port + "/#token=" + console.tokens.get(role);
  }

  private static String text(String selector) throws Exception {
    return browser.eval("document.querySelector('" + selector + "').textContent").asText();
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (console != null) {
      console.close();
    }
  }

  @Test
  @Tag("B23")
  void showsWhatTheTapeHoldsAsTextAndTheBrowserComplainsOfNothing() throws Exception {
    assertThat(text("#link")).isEqualTo("live");
    assertThat(text("#accounts")).contains("main", "BREAKER TRIPPED", "second", "ACTIVE");
    assertThat(text("#positions tbody")).contains("1.5", "16.50");
    assertThat(text("#market tbody")).contains("109", "111");
    assertThat(text("#limits tbody")).contains("capital", "<img src=x onerror=alert(1)>");
    assertThat(browser.eval("document.querySelectorAll('main img').length").asInt()).isZero();
    assertThat(browser.eval("location.hash").asText()).as("the token leaves the address").isEmpty();
    assertThat(browser.complaints).isEmpty();
  }

  @Test
  void newsReachTheOpenPage() throws Exception {
    console.publish(RunningConsole.account("third", "2.25", false));

    await().atMost(PATIENCE).until(() -> text("#positions tbody").contains("2.25"));
  }

  @Test
  void textStandsOutInLightAndDarkAndNothingScrollsSidewaysOnAPhone() throws Exception {
    for (String theme : new String[] {"light", "dark"}) {
      browser.eval("document.documentElement.dataset.theme = '" + theme + "'");
      JsonNode worst = browser.eval(LOWEST_CONTRAST);
      assertThat(worst.get(0).asDouble()).as("%s: %s", theme, worst.get(1)).isGreaterThan(4.5);
      browser.screenshot(Path.of("target", theme + ".png"));
    }
    browser.size(375, 800);
    assertThat(browser.eval("document.scrollingElement.scrollWidth").asInt()).isEqualTo(375);
    assertThat(
            browser
                .eval(
                    "Math.max(...[...document.querySelectorAll('body > *, main > *')].map((e) =>"
                        + " Math.round(e.getBoundingClientRect().right)))")
                .asInt())
        .isLessThanOrEqualTo(375);
    browser.screenshot(Path.of("target", "phone.png"));
    browser.size(1400, 1000);
    browser.eval("delete document.documentElement.dataset.theme");
  }

  @Test
  void aCommandAsksForWhoAndWhyAndThenLiesOnTheTape() throws Exception {
    browser.eval("document.querySelector('[data-act=cancel]').click()");
    assertThat(browser.eval("document.getElementById('ask').open").asBoolean()).isTrue();
    browser.eval("document.getElementById('ask-go').click()");
    assertThat(browser.eval("document.getElementById('ask').open").asBoolean())
        .as("nobody and no reason is not enough")
        .isTrue();
    assertThat(console.commands(ControlAction.CANCEL_ALL)).isEmpty();

    browser.eval(
        "document.querySelector('#ask input[name=actor]').value = 'ann';"
            + "document.querySelector('#ask input[name=reason]').value = 'looked wrong';"
            + "document.getElementById('ask-go').click()");

    await().atMost(PATIENCE).until(() -> !console.commands(ControlAction.CANCEL_ALL).isEmpty());
    assertThat(console.commands(ControlAction.CANCEL_ALL).get(0).reason())
        .isEqualTo("looked wrong");
    await().atMost(PATIENCE).until(() -> text("#toast").contains("written to the tape"));
  }
}
