package io.tapedeck.signals;

import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.kafka.OffsetSeeder;
import io.tapedeck.runtime.kafka.StreamsService;
import io.tapedeck.runtime.lifecycle.Service;
import io.tapedeck.schemas.Topics;
import io.tapedeck.signals.core.ModelException;
import io.tapedeck.signals.kafka.AccountViews;
import io.tapedeck.signals.kafka.ModelSwitch;
import io.tapedeck.signals.kafka.OrderInboxes;
import io.tapedeck.signals.kafka.SignalWiring;
import io.tapedeck.signals.kafka.StrategySwitches;
import io.tapedeck.signals.kafka.StrategyWatch;
import io.tapedeck.signals.onnx.ModelFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The signals service: model checked, offsets seeded, topology run, strategies watched. */
public final class SignalsApp {
  /** For the marks of instruments that changed since the last commit: a few bytes each. */
  private static final long CACHE_BYTES = 64L * 1024 * 1024;

  private static final String CLIENT_ID = "tapedeck-signals";
  private static final long NANOS_A_MILLI = 1_000_000;

  private static final Logger LOG = LoggerFactory.getLogger("io.tapedeck.signals");

  private SignalsApp() {}

  /**
   * The services that make it up, in the order they start.
   *
   * @throws ModelException if the model cannot be used; nothing is started then
   */
  public static List<Service> services(SignalsConfig config, Platform platform) {
    SignalWiring wiring;
    try {
      wiring = wiring(config, platform);
    } catch (ModelException e) {
      LOG.error("signal_bridge: {}", e.getMessage());
      throw e;
    }
    Properties settings =
        platform
            .kafka()
            .streamsProperties(
                config.applicationId(),
                CLIENT_ID,
                Map.of(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES));
    OffsetSeeder seeder = new OffsetSeeder(platform.kafka());
    String ticks = platform.topic(Topics.MARKET_TICKS);
    return List.of(
        Service.of(
            "signals-offsets",
            () -> seeder.seedAtStart(config.applicationId(), List.of(ticks)),
            timeout -> {}),
        new StreamsService(
            "signals", SignalsTopology.build(wiring), settings, platform.metrics()::bind),
        wiring.watch());
  }

  /**
   * What the topology is built with.
   *
   * @throws ModelException if a model cannot be used
   */
  static SignalWiring wiring(SignalsConfig config, Platform platform) {
    StrategyWatch watch =
        new StrategyWatch(
            config.updateThreshold(),
            () -> platform.clock().epochNanos() / NANOS_A_MILLI,
            platform.meters());
    config.plan().strategies().forEach(strategy -> watch.expect(strategy.id()));
    Path shadow = config.shadowModelPath();
    return new SignalWiring(
        platform,
        config.plan(),
        new ModelSwitch(
            modelOf(config),
            name -> model(config, besides(config.modelPath(), name)),
            () ->
                platform
                    .meters()
                    .counter("signal_bridge_inference_errors_total", "error_type", "model_refused")
                    .increment()),
        shadow == null ? null : model(config, shadow),
        new AccountViews(),
        new OrderInboxes(),
        new StrategySwitches(),
        watch,
        config.commitOnDecision(),
        config.slowOperation());
  }

  /** A file of the models' folder; a name must not lead out of it. */
  private static Path besides(Path modelPath, String name) {
    if (!Path.of(name).equals(Path.of(name).getFileName()) || name.startsWith(".")) {
      throw new ModelException(
          "Failed to load ONNX model: \""
              + name
              + "\" is no plain file name; put the model beside "
              + modelPath);
    }
    return modelPath.resolveSibling(name);
  }

  /**
   * The config's model, if it can be used with the config's features.
   *
   * @throws ModelException if not
   */
  public static ModelFile modelOf(SignalsConfig config) {
    return model(config, config.modelPath());
  }

  /**
   * The config with another model, and the features on its card.
   *
   * @throws ModelException if the file is not the one that its card describes
   */
  public static SignalsConfig withModel(SignalsConfig config, Path path) {
    return config.withModel(path, ModelFile.read(path).card().features());
  }

  private static ModelFile model(SignalsConfig config, Path path) {
    ModelFile model = ModelFile.read(path);
    if (!model.card().features().equals(config.features())) {
      throw new ModelException(
          "Model inference error: Invalid input shape: signal.features are "
              + config.features()
              + " but the card of "
              + path
              + " has "
              + model.card().features()
              + "; make signal.features the card's list, in its order");
    }
    model.open().close();
    return model;
  }
}
