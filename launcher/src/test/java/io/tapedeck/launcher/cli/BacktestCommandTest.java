package io.tapedeck.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.launcher.ExitCodes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backtest, sweep and golden tapes from the command line, on a small recorded file. */
class BacktestCommandTest {
  @TempDir static Path folder;

  private static Path tape;

  @BeforeAll
  static void recordAMarket() throws IOException {
    tape = folder.resolve("tape.csv");
    List<String> rows = new ArrayList<>();
    rows.add(
        "received_ns,event_ns,instrument,kind,bid_price,bid_size,ask_price,ask_size,price,size,"
            + "aggressor,venue_id");
    Random random = new Random(5);
    double mid = 60_000;
    for (int i = 0; i < 3_000; i++) {
      mid += (random.nextInt(21) - 10) * 2;
      long at = 1_723_161_600_000_000_000L + i * 50_000_000L;
      rows.add(
          String.format(
              Locale.ROOT, "%d,,BTC/USD,quote,%.1f,0.5,%.1f,0.5,,,,", at, mid - 1, mid + 1));
    }
    Files.write(tape, rows);
  }

  private record Ran(int code, String out, String err) {}

  private static Ran run(String... words) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    ByteArrayOutputStream failed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(failed, true, StandardCharsets.UTF_8));
    try {
      int code = Tapedeck.run(words);
      return new Ran(
          code, told.toString(StandardCharsets.UTF_8), failed.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private static Ran played(List<String> command, String... more) {
    List<String> words = new ArrayList<>(command);
    words.addAll(
        List.of(
            "--tape",
            tape.toString(),
            "--strategy",
            "moving_average_cross",
            "--set",
            "stack.home=" + folder.resolve("home")));
    words.addAll(List.of(more));
    return run(words.toArray(String[]::new));
  }

  @Test
  void aBacktestSaysTheSameEachTimeAndWritesItsReport() {
    String[] options = {"--param", "cross.fast=1s", "--param", "cross.slow=5s", "--output", "json"};
    Path report = folder.resolve("r.html");
    Ran first = played(List.of("backtest", "--fills", "--report", report.toString()), options);
    Ran second = played(List.of("backtest", "--fills"), options);

    assertThat(first.err).isEmpty();
    assertThat(first.code).isEqualTo(ExitCodes.OK);
    assertThat(second.out).isEqualTo(first.out);
    assertThat(first.out)
        .contains("\"decisions_chain\"", "\"ticks_sha256\"", "\"side\" : \"BUY\"")
        .contains("\"merged_by\" : \"received time, partition, offset\"");
    assertThat(report).content().contains("./tapedeck backtest --fills --report", "cross.fast=1s");
  }

  @Test
  void mistakesAreNamedAllAtOnceAndNothingIsRun() {
    assertThat(played(List.of("backtest"), "--strategy", "momentun").err)
        .contains("no strategy is called momentun: configured are [momentum, patient]");
    assertThat(played(List.of("backtest"), "--param", "cross.quick=1s").err)
        .contains("cross.quick");
    Ran sweep =
        played(
            List.of("sweep"), "--over", "cross.fast=1s,900s", "--over", "limit:max_oder_value=1");
    assertThat(sweep.code).isEqualTo(ExitCodes.FAILURE);
    assertThat(sweep.err)
        .contains(
            "2 of 2 choices cannot be run", "max_oder_value", "must be shorter than cross.slow");
    assertThat(run("backtest", "--tape", "none.csv").err).contains("no such tape: none.csv");
  }

  @Test
  void aSweepGoesOnWhereItsFileEnds() throws IOException {
    Path out = folder.resolve("rows.jsonl");
    String[] options = {
      "--over",
      "cross.fast=1s,2s",
      "--over",
      "cross.slow=5s,9s,20s",
      "--out",
      out.toString(),
      "--by",
      "equity",
      "--output",
      "json"
    };
    Ran whole = played(List.of("sweep"), options);
    assertThat(whole.code).as(whole.err).isEqualTo(ExitCodes.OK);
    List<String> rows = Files.readAllLines(out);
    assertThat(rows).hasSize(6);
    Files.write(out, rows.subList(2, 5));

    Ran rest = played(List.of("sweep"), options);

    assertThat(whole.out).contains("\"resumed\" : 0");
    assertThat(rest.out).contains("\"resumed\" : 3");
    assertThat(Files.readAllLines(out)).isEqualTo(rows);
  }

  @Test
  @Tag("U9")
  void aBuildThatDecidesOtherwiseOnAGoldenTapeFailsUntilThatIsApproved() throws IOException {
    Path kept = folder.resolve("golden");
    List<String> record = List.of("replay", "golden", "record", kept.toString());
    assertThat(played(record, "--param", "cross.fast=1s", "--param", "cross.slow=5s").code)
        .isZero();
    assertThat(run("replay", "golden", "check", kept.toString()).out)
        .contains("the same decisions");

    // as if this build decided otherwise than the one that recorded
    Path run = kept.resolve("run.txt");
    String text = Files.readString(run);
    assertThat(text).contains("decision approved");
    Files.writeString(run, text.replaceFirst("decision approved", "decision denied [ORDER_VALUE]"));
    Ran differs = run("replay", "golden", "check", kept.toString());
    assertThat(differs.code).isEqualTo(ExitCodes.VERIFICATION_FAILED);
    assertThat(differs.out).contains("- decision denied [ORDER_VALUE]", "+ decision approved");

    String[] approve = {
      "replay", "golden", "check", kept.toString(), "--approve", "--by", "me", "--why", "mended"
    };
    assertThat(run(approve).code).isZero();
    assertThat(run("replay", "golden", "check", kept.toString()).out)
        .contains("other decisions, approved");
    assertThat(kept.resolve("approved.txt")).content().contains(" me: mended");
  }
}
