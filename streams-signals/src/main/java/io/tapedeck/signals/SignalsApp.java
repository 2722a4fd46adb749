package io.tapedeck.signals;

import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.kafka.OffsetSeeder;
import io.tapedeck.runtime.kafka.StreamsService;
import io.tapedeck.runtime.lifecycle.Service;
import io.tapedeck.schemas.Topics;
import io.tapedeck.signals.core.ModelException;
import io.tapedeck.signals.onnx.ModelFile;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;

/** The signals service: model checked, offsets seeded, topology run. */
public final class SignalsApp {
  /** Larger than the features of every instrument, so that they reach the changelog at commits. */
  private static final long CACHE_BYTES = 64L * 1024 * 1024;

  private static final String CLIENT_ID = "tapedeck-signals";

  private SignalsApp() {}

  /**
   * The services that make it up, in the order they start.
   *
   * @throws ModelException if the model cannot be used; nothing is started then
   */
  public static List<Service> services(SignalsConfig config, Platform platform) {
    ModelFile model = modelOf(config);
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
            "signals",
            SignalsTopology.build(platform, config, model),
            settings,
            platform.metrics()::bind));
  }

  /**
   * The config's model, if it can be used with the config's features.
   *
   * @throws ModelException if not
   */
  public static ModelFile modelOf(SignalsConfig config) {
    ModelFile model = ModelFile.read(config.modelPath());
    if (!model.card().features().equals(config.features())) {
      throw new ModelException(
          "Model inference error: Invalid input shape: signal.features are "
              + config.features()
              + " but the card of "
              + config.modelPath()
              + " has "
              + model.card().features()
              + "; make signal.features the card's list, in its order");
    }
    model.open().close();
    return model;
  }
}
