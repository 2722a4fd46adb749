package io.tapedeck.signals.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.Quote;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.signals.ModelFiles;
import io.tapedeck.signals.Ticks;
import io.tapedeck.signals.onnx.ModelCard;
import io.tapedeck.signals.training.Samples.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelTrainingTest {
  private static final List<String> FEATURES =
      List.of("book_imbalance", "return_1s_bps", "trade_imbalance_1s", "mid", "rsi@5t");

  @TempDir static Path directory;
  private static Path tape;
  private static Path noise;

  @BeforeAll
  static void writeTapes() throws IOException {
    tape = write("tape.csv", Ticks.market(5, 20_000));
    noise = write("noise.csv", coinTosses());
  }

  private static Path write(String name, List<MarketEvent> ticks) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(
        "received_ns,event_ns,instrument,kind,bid_price,bid_size,ask_price,ask_size,price,size,"
            + "aggressor,venue_id");
    for (MarketEvent tick : ticks) {
      String start =
          tick.receivedNanos() + "," + tick.eventNanos() + "," + tick.instrument().value() + ",";
      if (tick instanceof Quote q) {
        lines.add(
            start
                + "quote,"
                + q.bidPrice()
                + ","
                + q.bidSize()
                + ","
                + q.askPrice()
                + ","
                + q.askSize()
                + ",,,,");
      } else if (tick instanceof Trade t) {
        lines.add(
            start
                + "trade,,,,,"
                + t.price()
                + ","
                + t.size()
                + ","
                + t.aggressor().name().toLowerCase(Locale.ROOT)
                + ",1");
      }
    }
    return Files.write(directory.resolve(name), lines);
  }

  /** A market of which nothing can be known beforehand. */
  private static List<MarketEvent> coinTosses() {
    Random random = new Random(3);
    List<MarketEvent> ticks = new ArrayList<>();
    long mid = 100_000_000_000L;
    for (int i = 0; i < 12_000; i++) {
      mid += (random.nextInt(3) - 1) * 10_000_000L;
      long at = 1_000_000_000_000L + i * 20_000_000L;
      ticks.add(
          new Quote(
              Ticks.BTC,
              at,
              at,
              MarketEvent.NO_VENUE_ID,
              new io.tapedeck.domain.money.Price(mid - 5_000_000),
              new io.tapedeck.domain.money.Quantity(1 + random.nextInt(1_000_000_000)),
              new io.tapedeck.domain.money.Price(mid + 5_000_000),
              new io.tapedeck.domain.money.Quantity(1 + random.nextInt(1_000_000_000))));
    }
    return ticks;
  }

  private static TrainingPlan plan(Path from, Learning learning, List<String> features, int opset) {
    return new TrainingPlan(
        from,
        directory.resolve(learning.key() + "-" + opset + ".onnx"),
        learning,
        features,
        20,
        4,
        0.6,
        3,
        true,
        opset,
        5,
        0.1,
        7,
        0);
  }

  @ParameterizedTest
  @EnumSource(Learning.class)
  void everyLearningEndsWithAFileThatScoresAsItDoes(Learning learning) throws IOException {
    TrainingPlan plan = plan(tape, learning, FEATURES, 15);

    ModelCard card = new ModelTraining(plan, line -> {}).run(false);

    assertThat(card.opset()).isEqualTo(15);
    assertThat(card.features()).isEqualTo(FEATURES);
    assertThat(ModelCard.of(plan.out())).hasToString(card.toString());
    assertThat(number(card, "model", "auc")).isBetween(0.5, 1.0);
    assertThat(card.metrics()).containsKeys("walk_forward", "claim", "baseline_majority_class");
    assertThat(card.training()).containsKeys("train_samples_up", "tape_sha256", "split");
    byte[] first = Files.readAllBytes(plan.out());
    new ModelTraining(plan, line -> {}).run(false);
    assertThat(Files.readAllBytes(plan.out())).as("the same file again").isEqualTo(first);
  }

  @Test
  void nothingIsClaimedOfNoise() throws IOException {
    TrainingPlan plan =
        plan(noise, Learning.LOGISTIC, List.of("book_imbalance", "return_1s_bps"), 13);

    ModelCard card = new ModelTraining(plan, line -> {}).run(false);

    assertThat(number(card, "model", "auc")).isBetween(0.4, 0.6);
    assertThat((String) card.metrics().get("claim")).startsWith("none:");
  }

  @Test
  void noTrainingSampleKnewAnythingOfTheTestPart() throws IOException {
    Samples samples = Samples.of(plan(tape, Learning.LOGISTIC, FEATURES, 13));
    long split = samples.rows() / 2;

    List<Sample> train = samples.before(split);
    List<Sample> test = samples.between(split, Long.MAX_VALUE);

    assertThat(train).isNotEmpty().allMatch(sample -> sample.outcomeRow() < split);
    assertThat(test).isNotEmpty().allMatch(sample -> sample.row() >= split);
    assertThat(train).allMatch(sample -> sample.row() < sample.outcomeRow());
    assertThat(samples.between(10, split)).allMatch(sample -> sample.outcomeRow() < split);
  }

  @Test
  void whatCannotBeTrainedIsRefusedWithTheReason() throws IOException {
    assertThatThrownBy(() -> plan(tape, Learning.LOGISTIC, FEATURES, 9))
        .hasMessageContaining("opset 9 is older than 13");
    assertThatThrownBy(() -> Learning.named("forest")).hasMessageContaining("linear-svm");
    Path little = write("little.csv", Ticks.market(5, 300));
    assertThatThrownBy(
            () ->
                new ModelTraining(plan(little, Learning.LOGISTIC, FEATURES, 13), l -> {})
                    .run(false))
        .hasMessageContaining("at least 100 of each");
    Path broken = Files.writeString(directory.resolve("broken.csv"), "a,b\n");
    assertThatThrownBy(
            () ->
                new ModelTraining(plan(broken, Learning.LOGISTIC, FEATURES, 13), l -> {})
                    .run(false))
        .hasMessageContaining("line 1");
  }

  /** The card's figures are of the file that is shipped, and can be made again by anyone. */
  @Test
  void shippedModelComesFromTheRecordedTape() throws IOException {
    Path recorded =
        Path.of(System.getProperty("tapedeck.data", "missing"), "tape/crypto-spot-20240808.csv.gz");
    assumeTrue(Files.exists(recorded), () -> "no " + recorded + ": set -Dtapedeck.data");
    Path out = directory.resolve("mid-move.onnx");

    ModelCard card = new ModelTraining(TrainingPlan.shipped(recorded, out), line -> {}).run(false);

    ModelCard shipped = ModelCard.of(ModelFiles.shipped());
    assertThat(card.sha256()).isEqualTo(shipped.sha256());
    for (String figures : List.of("model", "baseline_majority_class", "walk_forward", "claim")) {
      assertThat(card.metrics().get(figures)).isEqualTo(shipped.metrics().get(figures));
    }
  }

  private static double number(ModelCard card, String of, String name) {
    return ((Number) ((Map<?, ?>) card.metrics().get(of)).get(name)).doubleValue();
  }
}
