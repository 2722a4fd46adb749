package io.tapedeck.signals;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.order.OrderAction.Submit;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.signal.Signal;
import io.tapedeck.domain.signal.StrategyJournalEntry;
import io.tapedeck.domain.signal.StrategyObservation.ControlSeen;
import io.tapedeck.domain.signal.StrategyObservation.ModelSwitched;
import io.tapedeck.domain.signal.StrategyObservation.OrderSeen;
import io.tapedeck.domain.signal.StrategyObservation.PositionSeen;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.domain.tape.DeadLetter;
import io.tapedeck.schemas.Topics;
import io.tapedeck.signals.core.Models;
import io.tapedeck.signals.core.PipelineOutput;
import io.tapedeck.signals.core.SignalFold;
import io.tapedeck.signals.onnx.ModelFile;
import io.tapedeck.signals.onnx.OnnxModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalsTopologyTest {
  private static final int COUNT = 6_000;

  @TempDir Path directory;

  @Test
  void topologyIsAsAgreed() throws IOException {
    try (Rig rig = new Rig(Setup.signals(Setup.TWO_STRATEGIES), directory);
        var golden = SignalsTopologyTest.class.getResourceAsStream("/signals-topology.txt")) {
      assertThat(golden).isNotNull();
      assertThat(rig.topology.describe().toString())
          .isEqualToNormalizingNewlines(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void ticksBecomeSignalsAndIntentsWithTheirReasons() {
    SignalsConfig config = Setup.signals(Setup.TWO_STRATEGIES);
    try (Rig rig = new Rig(config, directory)) {
      Ticks.market(7, COUNT).forEach(rig::tick);

      List<Signal> signals = rig.take(Topics.SIGNALS);
      List<OrderIntent> intents = rig.take(Topics.ORDER_INTENTS);
      assertThat(signals).hasSizeBetween(100, COUNT / 2);
      assertThat(signals).extracting(Signal::score).doesNotContain(Double.NaN);
      assertThat(new HashSet<>(signals.stream().map(Signal::score).toList()).size())
          .isGreaterThan(signals.size() / 2);
      assertThat(signals)
          .allSatisfy(signal -> assertThat(signal.features()).hasSize(config.features().size()));
      assertThat(intents).isNotEmpty().extracting(OrderIntent::id).doesNotHaveDuplicates();
      assertThat(intents)
          .allSatisfy(
              intent -> {
                assertThat(intent.evidence().modelSha256()).isEqualTo(signals.get(0).modelSha256());
                assertThat(intent.expiresNanos()).isGreaterThan(intent.eventNanos());
              });
      assertThat(rig.meters.counter("trading_messages_processed_total", "stage", "signals").count())
          .isEqualTo(COUNT);
    }
  }

  @Test
  void scoresAtMostOncePerIntervalOfEventTime() {
    try (Rig rig = new Rig(Setup.signals("signal: {update_interval_ms: 1000}"), directory)) {
      Ticks.market(7, COUNT).forEach(rig::tick);

      List<Signal> slow = rig.take(Topics.SIGNALS);
      assertThat(slow).isNotEmpty();
      // 6,000 ticks of 20 ms are two minutes, for two instruments
      assertThat(slow).hasSizeLessThan(2 * 125);
    }
  }

  @Test
  void scoresEveryTickWhereAsked() {
    try (Rig rig = new Rig(Setup.signals("signal: {emit: every_tick}"), directory)) {
      Ticks.market(7, 1000).forEach(rig::tick);

      assertThat(rig.take(Topics.SIGNALS)).hasSizeGreaterThan(900);
    }
  }

  @Test
  void whatAStrategySeesIsJournalledBeforeTheTickItDecidesOn() {
    try (Rig rig = new Rig(Setup.signals(Setup.TWO_STRATEGIES), directory)) {
      List<MarketEvent> market = Ticks.market(7, COUNT);
      rig.tick(market.get(0));
      assertThat(rig.take(Topics.STRATEGY_JOURNAL))
          .isNotEmpty()
          .allSatisfy(entry -> assertThat(entry.observation()).isInstanceOf(ModelSwitched.class));

      rig.account(TradingState.REDUCING, Ticks.BTC, "0.5");
      market.subList(1, COUNT).forEach(rig::tick);

      List<StrategyJournalEntry> journal = rig.take(Topics.STRATEGY_JOURNAL);
      assertThat(journal).filteredOn(e -> e.observation() instanceof PositionSeen).hasSize(2);
      assertThat(journal).filteredOn(e -> e.observation() instanceof ControlSeen).hasSize(3);
      List<OrderIntent> intents = rig.take(Topics.ORDER_INTENTS);
      assertThat(intents)
          .isNotEmpty()
          .allSatisfy(
              intent -> {
                assertThat(intent.evidence().positionSeen()).hasToString("0.5");
                assertThat(intent.evidence().positionSource()).isNotNull();
                assertThat(intent.instrument()).isEqualTo(Ticks.BTC);
                assertThat(intent.action()).isInstanceOf(Submit.class);
              });
    }
  }

  @Test
  void unreadableAccountHaltsItsStrategies() {
    try (Rig rig = new Rig(Setup.signals(Setup.TWO_STRATEGIES), directory)) {
      rig.accountBytes(new byte[] {1, 2, 3});
      Ticks.market(7, COUNT).forEach(rig::tick);

      assertThat(rig.take(Topics.ORDER_INTENTS)).isEmpty();
      assertThat(rig.take(Topics.SIGNALS)).isNotEmpty();
    }
  }

  @Test
  void poisonedTickIsDeadLetteredAndChangesNothing() {
    List<MarketEvent> market = Ticks.market(7, COUNT);
    List<Signal> clean;
    try (Rig rig = new Rig(Setup.signals(Setup.TWO_STRATEGIES), directory.resolve("clean"))) {
      market.forEach(rig::tick);
      clean = rig.take(Topics.SIGNALS);
    }
    try (Rig rig = new Rig(Setup.signals(Setup.TWO_STRATEGIES), directory.resolve("poisoned"))) {
      market.subList(0, COUNT / 2).forEach(rig::tick);
      byte[] good = rig.formats.of(Topics.MARKET_TICKS).encode(firstOf(market));
      byte[] tail = Arrays.copyOf(good, good.length + 1);
      rig.raw(Ticks.BTC.value(), new byte[] {9, 9});
      rig.raw(Ticks.BTC.value(), tail);
      rig.raw("KRAKEN:OTHER/USD", good);
      rig.raw(Ticks.BTC.value(), null);
      market.subList(COUNT / 2, COUNT).forEach(rig::tick);

      List<Signal> signals = rig.take(Topics.SIGNALS);
      assertThat(signals)
          .extracting(Signal::score)
          .isEqualTo(clean.stream().map(Signal::score).toList());
      List<DeadLetter> letters = rig.take(Topics.SIGNALS_DEAD_LETTERS);
      assertThat(letters).hasSize(4);
      assertThat(letters)
          .extracting(letter -> letter.source().offset())
          .containsExactly(COUNT / 2L, COUNT / 2L + 1, COUNT / 2L + 2, COUNT / 2L + 3);
      assertThat(letters.get(1).value()).isEqualTo(tail);
      assertThat(letters.get(1).reason()).contains("1 bytes left over");
      assertThat(rig.meters.counter("signal_dead_letters_total").count()).isEqualTo(4);
    }
  }

  @Test
  void replayOfTicksAndJournalGivesTheSame() {
    SignalsConfig config = Setup.signals(Setup.TWO_STRATEGIES);
    List<MarketEvent> market = Ticks.market(7, COUNT);
    try (Rig rig = new Rig(config, directory);
        OnnxModel model = OnnxModel.load(config.modelPath())) {
      for (int i = 0; i < market.size(); i++) {
        if (i % 700 == 699) {
          TradingState state = i % 1400 == 699 ? TradingState.ACTIVE : TradingState.REDUCING;
          rig.account(state, Ticks.BTC, i % 2100 == 699 ? "0.25" : "0");
        }
        rig.tick(market.get(i));
      }
      List<StrategyJournalEntry> journal = rig.take(Topics.STRATEGY_JOURNAL);
      Recorder replayed = replay(config, model, journal, market);
      assertThat(replayed.signals).isEqualTo(rig.take(Topics.SIGNALS));
      assertThat(replayed.intents).isNotEmpty().isEqualTo(rig.take(Topics.ORDER_INTENTS));
      Set<Class<?>> actions = new HashSet<>();
      replayed.intents.forEach(intent -> actions.add(intent.action().getClass()));
      assertThat(actions).as("submit, replace and cancel all happen").hasSize(3);
    }
  }

  /** Scored one by one or together, a tick's score and what follows from it are the same. */
  @Test
  void backlogIsScoredInBatchesWithTheSameResult() {
    SignalsConfig config =
        Setup.signals(Setup.TWO_STRATEGIES.replace("signal:", "signal:\n  emit: every_tick"));
    List<MarketEvent> market = Ticks.market(7, 2_000);
    List<Signal> signals;
    List<OrderIntent> intents;
    try (Rig rig = new Rig(config, directory.resolve("live"))) {
      market.forEach(rig::tick);
      signals = rig.take(Topics.SIGNALS);
      intents = rig.take(Topics.ORDER_INTENTS);
    }
    try (Rig rig = new Rig(config, directory.resolve("behind"), true)) {
      market.forEach(rig::tick);
      int before = rig.take(Topics.SIGNALS).size();
      assertThat(before).as("the last ones wait").isLessThan(signals.size());
      assertThat(rig.meters.get("signal_bridge_inference_latency_us").summary().count())
          .as("batches")
          .isLessThan(before);
    }
    try (Rig rig = new Rig(config, directory.resolve("behind-2"), true)) {
      market.forEach(rig::tick);
      rig.driver.advanceWallClockTime(Duration.ofMillis(10));
      assertThat(byTick(rig.take(Topics.SIGNALS))).isEqualTo(byTick(signals));
      assertThat(rig.take(Topics.ORDER_INTENTS)).containsExactlyInAnyOrderElementsOf(intents);
    }
  }

  private static List<Signal> byTick(List<Signal> signals) {
    return signals.stream().sorted(Comparator.comparing(s -> s.tick().offset())).toList();
  }

  @Test
  void strategiesHearOfTheirOwnOrdersAndReplayHearsTheSame() {
    SignalsConfig config = Setup.signals(Setup.MAKER);
    List<MarketEvent> market = Ticks.market(7, COUNT);
    try (Rig rig = new Rig(config, directory);
        OnnxModel model = OnnxModel.load(config.modelPath())) {
      List<OrderIntent> intents = new ArrayList<>();
      int answered = 0;
      for (int i = 0; i < market.size(); i++) {
        if (i == COUNT / 2) {
          rig.account(TradingState.REDUCING, Ticks.BTC, "0.05");
        }
        rig.tick(market.get(i));
        if (i % 50 == 0) {
          intents.addAll(rig.take(Topics.ORDER_INTENTS));
          for (; answered < intents.size(); answered++) {
            rig.order(intents.get(answered), answered);
          }
        }
      }
      intents.addAll(rig.take(Topics.ORDER_INTENTS));
      List<StrategyJournalEntry> journal = rig.take(Topics.STRATEGY_JOURNAL);
      assertThat(journal).filteredOn(e -> e.observation() instanceof OrderSeen).isNotEmpty();
      assertThat(journal)
          .filteredOn(e -> e.observation() instanceof OrderSeen)
          .as("only those of the strategy that works the order")
          .allSatisfy(
              e ->
                  assertThat(strategyOf(intents, ((OrderSeen) e.observation()).intent()))
                      .isEqualTo(e.strategy()));

      Recorder replayed = replay(config, model, journal, market);
      assertThat(replayed.intents).isEqualTo(intents);
      Set<Class<?>> actions = new HashSet<>();
      replayed.intents.forEach(intent -> actions.add(intent.action().getClass()));
      assertThat(actions).as("submit, replace and cancel all happen").hasSize(3);
    }
  }

  private static StrategyId strategyOf(List<OrderIntent> intents, IntentId id) {
    return intents.stream()
        .filter(intent -> intent.id().equals(id))
        .map(OrderIntent::strategy)
        .findFirst()
        .orElseThrow();
  }

  private static Recorder replay(
      SignalsConfig config,
      OnnxModel model,
      List<StrategyJournalEntry> journal,
      List<MarketEvent> market) {
    Recorder replayed = new Recorder();
    SignalFold fold = new SignalFold(config.plan(), Models.only(model), replayed);
    journal.forEach(fold::journal);
    for (int i = 0; i < market.size(); i++) {
      fold.tick(new Coordinates(Topics.MARKET_TICKS.name(), 0, i), market.get(i));
    }
    assertThat(fold.pending()).isZero();
    return replayed;
  }

  @Test
  void strategySwitchedOffByCommandStandsStillUntilItIsSwitchedOn() {
    try (Rig rig = new Rig(Setup.signals(Setup.TWO_STRATEGIES), directory)) {
      rig.account(TradingState.ACTIVE, Ticks.BTC, "0");
      rig.control("1", ControlAction.DISABLE_STRATEGY, "momentum");
      rig.control("1", ControlAction.ENABLE_STRATEGY, "patient");
      Ticks.market(7, COUNT).forEach(rig::tick);

      assertThat(rig.take(Topics.ORDER_INTENTS))
          .isNotEmpty()
          .extracting(intent -> intent.strategy().value())
          .containsOnly("patient");
      assertThat(rig.take(Topics.STRATEGY_JOURNAL))
          .filteredOn(e -> e.observation() instanceof ControlSeen)
          .isNotEmpty()
          .allSatisfy(
              e ->
                  assertThat(e.observation().source().topic())
                      .isEqualTo(Topics.CONTROL_COMMANDS.name()));

      rig.control("2", ControlAction.ENABLE_STRATEGY, "momentum");
      Ticks.market(8, COUNT).forEach(rig::tick);
      assertThat(rig.take(Topics.ORDER_INTENTS))
          .extracting(intent -> intent.strategy().value())
          .contains("momentum");
    }
  }

  @Test
  @Tag("F28")
  void modelIsSwitchedByARecordAtAKnownTickAndOnlyToASoundOne() throws IOException {
    Path models = Files.createDirectory(directory.resolve("models"));
    ModelFiles.copyOfShipped(models, "a.onnx", "");
    String second = ModelFiles.copyOfShipped(models, "b.onnx", "another").sha256();
    ModelFiles.copyOfShipped(models, "damaged.onnx", "x");
    Files.write(models.resolve("damaged.onnx"), new byte[] {1, 2, 3});
    SignalsConfig config =
        Setup.signals("signal: {emit: every_tick, model_path: '" + models.resolve("a.onnx") + "'}");
    List<MarketEvent> market = Ticks.market(7, 900);
    try (Rig rig = new Rig(config, directory.resolve("state"))) {
      market.subList(0, 300).forEach(rig::tick);
      rig.command(ControlCommand.switchModel("1", "damaged.onnx", null, "me", "test", 0));
      rig.command(ControlCommand.switchModel("2", "../a.onnx", null, "me", "test", 0));
      rig.command(ControlCommand.switchModel("3", "missing.onnx", null, "me", "test", 0));
      rig.command(ControlCommand.switchModel("4", "b.onnx", "00", "me", "test", 0));
      market.subList(300, 600).forEach(rig::tick);
      assertThat(rig.take(Topics.SIGNALS))
          .as("a command that cannot be followed changes nothing")
          .hasSizeGreaterThan(400)
          .extracting(Signal::modelSha256)
          .containsOnly(ModelFile.read(config.modelPath()).sha256());
      assertThat(
              rig.meters
                  .counter("signal_bridge_inference_errors_total", "error_type", "model_refused")
                  .count())
          .isEqualTo(4);
      assertThat(rig.take(Topics.STRATEGY_JOURNAL)).hasSize(2);

      rig.command(ControlCommand.switchModel("5", "b.onnx", second, "me", "test", 0));
      market.subList(600, 900).forEach(rig::tick);

      assertThat(rig.take(Topics.SIGNALS)).extracting(Signal::modelSha256).containsOnly(second);
      List<StrategyJournalEntry> journal = rig.take(Topics.STRATEGY_JOURNAL);
      assertThat(journal).hasSize(2);
      assertThat(journal)
          .allSatisfy(
              entry -> {
                assertThat(entry.strategy()).isEqualTo(StrategyJournalEntry.EVERY);
                assertThat(entry.before().offset()).isBetween(600L, 610L);
                assertThat(entry.observation().source())
                    .isEqualTo(new Coordinates(Topics.CONTROL_COMMANDS.name(), 0, 4));
              });
    }
  }

  @Test
  void shadowModelIsScoredBesideAndLeadsToNothing() throws IOException {
    Path models = Files.createDirectory(directory.resolve("models"));
    ModelFiles.copyOfShipped(models, "shadow.onnx", "shadow");
    String yaml =
        Setup.TWO_STRATEGIES.replace(
            "signal:", "signal:\n  shadow_model_path: '" + models.resolve("shadow.onnx") + "'");
    List<MarketEvent> market = Ticks.market(7, 2_000);
    List<Signal> without;
    try (Rig rig = new Rig(Setup.signals(Setup.TWO_STRATEGIES), directory.resolve("without"))) {
      market.forEach(rig::tick);
      without = rig.take(Topics.SIGNALS);
    }
    try (Rig rig = new Rig(Setup.signals(yaml), directory.resolve("with"))) {
      market.forEach(rig::tick);
      assertThat(rig.take(Topics.SIGNALS)).isEqualTo(without);
      assertThat(rig.meters.counter("signal_shadow_scores_total", "agrees", "true").count())
          .isEqualTo(without.size());
      assertThat(rig.meters.counter("signal_shadow_scores_total", "agrees", "false").count())
          .isZero();
    }
  }

  private static MarketEvent firstOf(List<MarketEvent> market) {
    return market.stream().filter(e -> e.instrument().equals(Ticks.BTC)).findFirst().orElseThrow();
  }

  /** Keeps what comes out. */
  static final class Recorder implements PipelineOutput {
    final List<Signal> signals = new ArrayList<>();
    final List<OrderIntent> intents = new ArrayList<>();
    final List<Signal> faults = new ArrayList<>();

    @Override
    public void signal(Signal signal) {
      signals.add(signal);
    }

    @Override
    public void intent(OrderIntent intent) {
      intents.add(intent);
    }

    @Override
    public void fault(Signal notFinite) {
      faults.add(notFinite);
    }
  }
}
