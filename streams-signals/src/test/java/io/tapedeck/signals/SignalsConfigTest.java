package io.tapedeck.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.runtime.config.ConfigException;
import io.tapedeck.signals.core.Emit;
import io.tapedeck.signals.core.ModelException;
import io.tapedeck.signals.onnx.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalsConfigTest {
  @Test
  void nothingIsNeeded() {
    SignalsConfig config = Setup.signals("signal: {}");

    assertThat(config.strategies()).isEmpty();
    assertThat(config.emit()).isEqualTo(Emit.INTERVAL);
    assertThat(config.updateInterval()).isEqualTo(Duration.ofMillis(250));
    assertThat(config.applicationId()).isEqualTo("tapedeck-signals-v1");
    assertThat(SignalsApp.modelOf(config).card().features()).isEqualTo(config.features());
  }

  @Test
  @Tag("A58")
  void modelPathIsRead() {
    SignalsConfig config = Setup.signals("signal: {model_path: models/trading_model.onnx}");

    assertThatThrownBy(() -> SignalsApp.modelOf(config))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Failed to load ONNX model: File not found")
        .hasMessageContaining("models/trading_model.onnx");
  }

  @Test
  @Tag("A63")
  void featuresOtherThanTheCardsAreRefused() {
    SignalsConfig config = Setup.signals("signal: {features: [spread_bps, book_imbalance]}");

    assertThatThrownBy(() -> SignalsApp.modelOf(config))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Model inference error: Invalid input shape")
        .hasMessageContaining("microprice_bps");
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    String yaml =
        """
        signal:
          features: [rsy, spread_bps]
          strategies:
            - {name: a, account: x, instruments: [BTC]}
            - {name: b, account: x, enter_long: 0.3}
        """;

    assertThatThrownBy(() -> Setup.signals(yaml))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("VENUE:SYMBOL")
        .hasMessageContaining("enter_long > exit_long");
  }

  @Test
  void unknownFeatureAndRepeatedNameAreReported() {
    String yaml =
        """
        signal:
          features: [rsy, spread_bps]
          strategies:
            - {name: a, account: x}
            - {name: a, account: y}
        """;

    assertThatThrownBy(() -> Setup.signals(yaml))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("unknown feature \"rsy\"")
        .hasMessageContaining("two strategies are called \"a\"");
  }

  @Test
  void strategiesOfEveryTypeAreConfigured() {
    SignalsConfig config = Setup.signals(Setup.MAKER);

    assertThat(config.plan().strategies())
        .extracting(strategy -> strategy.getClass().getSimpleName())
        .containsExactly("Stopped", "MovingAverageCross");
    assertThat(config.strategies().get(0).maker().ordersPerSide()).isEqualTo(2);
  }

  @Test
  void wrongSettingsOfStrategiesAreReportedTogether() {
    String yaml =
        """
        signal:
          strategies:
            - name: "*"
              account: x
              type: market_maker
              maker: {orders_per_side: 30, price_step: 0}
              stops: {stop_loss_percent: 120}
            - {name: b, account: x, cross: {fast: 20s, slow: 10s}}
        """;

    assertThatThrownBy(() -> Setup.signals(yaml))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("orders_per_side")
        .hasMessageContaining("price_step")
        .hasMessageContaining("stop_loss_percent")
        .hasMessageContaining("must be shorter than cross.slow");
  }

  /** py_rt's model_path defaulted to a pickle that no runtime of it could load (its fault 10). */
  @Test
  void modelOfTheDefaultConfigIsLoadedByARealRuntimeAndAPickleIsRefused(@TempDir Path directory)
      throws IOException {
    SignalsConfig config = Setup.signals("signal: {}");
    assertThat(config.modelPath().toString()).endsWith(".onnx");
    assertThat(SignalModels.test(config.modelPath())).containsEntry("features", 11);

    Path pickle = directory.resolve("model.pkl");
    Files.write(pickle, new byte[] {(byte) 0x80, 4, 0x15});
    Files.copy(ModelCard.pathOf(config.modelPath()), ModelCard.pathOf(pickle));
    assertThatThrownBy(
            () -> SignalsApp.modelOf(Setup.signals("signal: {model_path: '" + pickle + "'}")))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Cannot read model file");
  }
}
