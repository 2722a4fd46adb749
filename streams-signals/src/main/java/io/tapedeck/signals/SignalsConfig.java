package io.tapedeck.signals;

import io.tapedeck.domain.signal.StrategyJournalEntry;
import io.tapedeck.runtime.config.Default;
import io.tapedeck.runtime.config.Doc;
import io.tapedeck.runtime.config.Min;
import io.tapedeck.runtime.config.NotEmpty;
import io.tapedeck.runtime.config.Positive;
import io.tapedeck.runtime.config.Problems;
import io.tapedeck.runtime.config.Validated;
import io.tapedeck.signals.core.Emit;
import io.tapedeck.signals.core.SignalPlan;
import io.tapedeck.signals.core.feature.Feature;
import io.tapedeck.signals.core.feature.FeatureVector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Config section {@code signal}. */
public record SignalsConfig(
    @Doc("the ONNX model file; its card lies beside it as NAME.card.json")
        @Default("${TAPEDECK_ROOT:-.}/config/models/mid-move.onnx")
        Path modelPath,
    @Doc("features in the model's order; must be those on its card")
        @Default(
            "spread_bps,book_imbalance,microprice_bps,return_1s_bps,return_10s_bps,return_60s_bps,"
                + "volatility_bps,trade_imbalance_1s,trade_imbalance_10s,trade_intensity,"
                + "last_trade_bps")
        @NotEmpty
        List<String> features,
    @Doc("event time between two scores of an instrument") @Default("250") @Min(0)
        Duration updateInterval,
    @Doc("when the model is asked and its score put on signals-v1") @Default("interval") Emit emit,
    @Doc("event time after which an intent must not be approved any more")
        @Default("5000")
        @Positive
        Duration intentTtl,
    @Doc(
            "whether a commit is asked for when an intent leaves, or waits for"
                + " kafka.commit_interval_ms")
        @Default("true")
        boolean commitOnDecision,
    @Doc("a model that is scored beside the one in use and leads to nothing; its features the same")
        @Nullable Path shadowModelPath,
    @Doc("a strategy that was fed no tick for so long is reported") @Default("30s") @Min(1000)
        Duration updateThreshold,
    @Doc("an operation that takes longer is warned of") @Default("1s") @Positive
        Duration slowOperation,
    @Doc("the strategies, each with a name of its own; none is fine") @Default("")
        List<StrategyConfig> strategies,
    @Doc("Kafka Streams application id; a new version rebuilds all features from the tape")
        @Default("tapedeck-signals-v1")
        @NotEmpty
        String applicationId)
    implements Validated {

  @Override
  public void validate(Problems problems) {
    for (String feature : features) {
      try {
        Feature.named(feature);
      } catch (IllegalArgumentException e) {
        problems.add("features", String.valueOf(e.getMessage()));
      }
    }
    Set<String> names = new HashSet<>();
    for (StrategyConfig strategy : strategies) {
      if (!names.add(strategy.name())) {
        problems.add("strategies", "two strategies are called \"" + strategy.name() + "\"");
      }
      if (strategy.name().equals(StrategyJournalEntry.EVERY.value())) {
        problems.add("strategies", "no strategy can be called \"" + strategy.name() + "\"");
      }
    }
  }

  /** The same with other strategies. */
  public SignalsConfig withStrategies(List<StrategyConfig> others) {
    return with(modelPath, features, others);
  }

  /** The same with another model and its features. */
  public SignalsConfig withModel(Path path, List<String> itsFeatures) {
    return with(path, itsFeatures, strategies);
  }

  private SignalsConfig with(Path path, List<String> named, List<StrategyConfig> others) {
    return new SignalsConfig(
        path,
        named,
        updateInterval,
        emit,
        intentTtl,
        commitOnDecision,
        shadowModelPath,
        updateThreshold,
        slowOperation,
        others,
        applicationId);
  }

  /** What is computed for every instrument. */
  public SignalPlan plan() {
    return new SignalPlan(
        FeatureVector.of(features),
        updateInterval.toNanos(),
        emit,
        intentTtl.toNanos(),
        strategies.stream().map(StrategyConfig::strategy).toList());
  }
}
