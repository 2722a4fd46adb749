package io.tapedeck.replay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.replay.backtest.Backtest;
import io.tapedeck.replay.backtest.BacktestResult;
import io.tapedeck.replay.backtest.Fill;
import io.tapedeck.replay.backtest.Findings;
import io.tapedeck.replay.backtest.Trips;
import io.tapedeck.replay.stats.Performance;
import io.tapedeck.replay.tick.TickSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestReportTest {
  private static final String HOSTILE = "X:<script>alert(1)</script>\"'&";
  private static final long T0 = 1_723_161_600_000_000_000L;
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  @TempDir Path folder;

  private static BacktestResult result(int points) {
    Random random = new Random(1);
    double[] seconds = new double[points];
    double[] equity = new double[points];
    double[] price = new double[points];
    double[] exposure = new double[points];
    for (int i = 0; i < points; i++) {
      seconds[i] = i;
      equity[i] = i == 0 ? 10_000 : equity[i - 1] * (1 + random.nextGaussian() * 1e-5);
      price[i] = i == 0 ? Double.NaN : 100 + Math.sin(i / 1e4);
      exposure[i] = i % 100 < 50 ? 500 : 0;
    }
    equity[points / 2] = 20_000; // a peak of one sample must be seen
    InstrumentId instrument = new InstrumentId(HOSTILE);
    List<Fill> fills = new ArrayList<>();
    List<Findings.Denial> denials = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      long at = T0 + (long) points * i / 5_000 * 1_000_000_000L;
      fills.add(
          new Fill(
              at,
              new AccountId(HOSTILE),
              new StrategyId(HOSTILE),
              instrument,
              new IntentId(HOSTILE),
              i % 2 == 0 ? Side.BUY : Side.SELL,
              1_000_000,
              100_000_000_000L,
              0,
              false,
              99_900_000_000L,
              i * 1_000_000L));
      denials.add(
          new Findings.Denial(
              at,
              at,
              new AccountId(HOSTILE),
              instrument,
              List.of(CheckCode.ORDER_VALUE),
              100_000_000_000L));
    }
    BacktestResult.Curves curves =
        new BacktestResult.Curves(
            T0, seconds, equity, exposure, exposure, new TreeMap<>(Map.of(instrument, price)));
    return new BacktestResult(
        new Backtest.Ending(points, T0, T0 + points * 1_000_000_000L, "ab".repeat(32), List.of()),
        new TreeMap<>(Map.of(0, new TickSource.Range(0, points))),
        List.of(),
        curves,
        new BacktestResult.Counts(
            10_000,
            5_000,
            20_000,
            new TreeMap<>(Map.of(CheckCode.ORDER_VALUE, 5_000L)),
            new TreeMap<>(),
            Map.of(HOSTILE, 3L),
            List.of()),
        new BacktestResult.Trading(
            fills,
            List.of(new Trips.Trip(new AccountId(HOSTILE), instrument, T0, T0 + 5, 7)),
            1,
            0,
            1,
            0,
            7,
            0),
        denials,
        Performance.of(equity, 365.0 * 86_400));
  }

  private static String html(int points) {
    return BacktestReport.html(
        result(points),
        new BacktestReport.About(HOSTILE, "cd".repeat(32), HOSTILE, "./tapedeck " + HOSTILE));
  }

  @Test
  void aMillionPointsMakeASmallFileThatKeepsEveryPeak() {
    String html = html(1_000_000);

    assertThat(html.length()).isLessThan(2_000_000);
    assertThat(html).contains("20,000"); // the axis reaches up to the peak
    Matcher points = Pattern.compile("class=\"main\" points=\"([^\"]*)\"").matcher(html);
    assertThat(points.find()).isTrue();
    double highest = 1e9;
    String[] pairs = points.group(1).trim().split(" ");
    for (String pair : pairs) {
      highest = Math.min(highest, Double.parseDouble(pair.substring(pair.indexOf(',') + 1)));
    }
    assertThat(pairs.length).isLessThanOrEqualTo(4 * Chart.COLUMNS);
    assertThat(highest).isLessThan(25); // pixels from the top
  }

  @Test
  void everyTextIsEscapedAndNothingIsLoaded() {
    String html = html(500);

    assertThat(html).doesNotContain("<script>alert").contains("&lt;script&gt;alert(1)");
    assertThat(html).doesNotContainPattern("(?i)(src|href)=\"(?!data:)");
    assertThat(html).doesNotContain("@import", "url(", "fetch(", "XMLHttpRequest");
    assertThat(html).contains("default-src 'none'", "prefers-color-scheme: dark");
    assertThat(html)
        .contains(
            "Equity", "Drawdown", "Returns by month", "Rolling Sharpe", "Exposure and limit use")
        .contains("Prices, fills and denials", "Slippage", "Latency", "Worst drawdowns", "Denials")
        .contains("Round trips", "Parameters", "To run it again", "offsets 0 to 499");
  }

  /** In a real browser, with the hostile texts: no console message, and the theme button works. */
  @Test
  void opensInChromiumWithoutAConsoleMessage() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(CHROMIUM), CHROMIUM + " is not installed");
    Path file = folder.resolve("report.html");
    String pressed =
        "<script>document.getElementById('theme').click();"
            + "document.title='pressed '+document.documentElement.dataset.theme;</script></body>";
    Files.writeString(file, html(20_000).replace("</body>", pressed));

    Process browser =
        new ProcessBuilder(
                CHROMIUM.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--enable-logging=stderr",
                "--user-data-dir=" + folder.resolve("profile"),
                "--dump-dom",
                file.toUri().toString())
            .redirectError(folder.resolve("log").toFile())
            .redirectOutput(folder.resolve("dom").toFile())
            .start();
    assertThat(browser.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(Files.readString(folder.resolve("log"), StandardCharsets.UTF_8))
        .doesNotContain("CONSOLE");
    assertThat(Files.readString(folder.resolve("dom"), StandardCharsets.UTF_8))
        .containsPattern("<title>pressed (dark|light)</title>");
  }
}
