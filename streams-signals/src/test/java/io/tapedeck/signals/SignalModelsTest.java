package io.tapedeck.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.signals.core.ModelException;
import io.tapedeck.signals.onnx.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalModelsTest {
  @TempDir Path directory;

  @Test
  @Tag("A59")
  void modelIsLoadedForATrial() {
    Map<String, Object> tested = SignalModels.test(ModelFiles.shipped());

    assertThat(tested).containsEntry("features", 11).containsEntry("vectors_at_once", 64);
    assertThat((Float) tested.get("lowest_score")).isLessThan((Float) tested.get("highest_score"));
    assertThatThrownBy(() -> SignalModels.test(directory.resolve("none.onnx")))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Failed to load ONNX model: File not found");
  }

  @Test
  @Tag("A62")
  void inputsOutputsAndShapesAreShownWithoutACard() throws IOException {
    Path bare = Files.copy(ModelFiles.shipped(), directory.resolve("bare.onnx"));

    Map<String, Object> seen = SignalModels.inspect(bare);

    assertThat(seen)
        .containsEntry("inputs", Map.of("input", "FLOAT [-1, 11]"))
        .containsEntry("outputs", Map.of("output", "FLOAT [-1, 2]"))
        .containsEntry("opsets", Map.of("ai.onnx", 13L))
        .containsEntry("producer", "Tribuo")
        .containsEntry("card", "none");
    Path text = Files.writeString(directory.resolve("text.onnx"), "hello");
    assertThatThrownBy(() -> SignalModels.inspect(text))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Cannot read model file");
  }

  @Test
  @Tag("A61")
  void modelIsWrittenInAnotherOperatorSetAndScoresTheSame() throws IOException {
    Path out = directory.resolve("newer.onnx");

    SignalModels.export(ModelFiles.shipped(), out, 14);

    assertThat(SignalModels.inspect(out)).containsEntry("opsets", Map.of("ai.onnx", 14L));
    assertThat(ModelCard.of(out).opset()).isEqualTo(14);
    assertThat(SignalModels.test(out).get("lowest_score"))
        .isEqualTo(SignalModels.test(ModelFiles.shipped()).get("lowest_score"));
  }

  @Test
  @Tag("A64")
  void operatorSetThatTheRuntimeDoesNotKnowIsRefusedAndNothingWritten() {
    Path out = directory.resolve("future.onnx");

    assertThatThrownBy(() -> SignalModels.export(ModelFiles.shipped(), out, 999))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("opset");
    assertThat(out).doesNotExist();
  }

  @Test
  @Tag("A60")
  @Tag("A81")
  void backupIsRestoredOnlyIfItIsWhatWasBackedUp() throws IOException {
    Path live = directory.resolve("trading_model.onnx");
    String sha256 = ModelFiles.copyOfShipped(directory, "trading_model.onnx", "good").sha256();
    Path folder = directory.resolve("backups/models");
    SignalModels.backup(live, folder);
    Path backup = folder.resolve("trading_model.onnx");
    assertThat(Files.readString(folder.resolve("trading_model.onnx.sha256")))
        .contains(sha256 + "  trading_model.onnx\n")
        .contains("  trading_model.card.json\n");
    Files.write(live, new byte[] {1, 2, 3});

    SignalModels.restore(backup, live);

    assertThat(SignalModels.test(live)).containsEntry("sha256", sha256);

    Files.write(backup, new byte[] {4});
    assertThatThrownBy(() -> SignalModels.restore(backup, live))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("nothing was restored");
    assertThat(SignalModels.test(live))
        .as("what is in place stays")
        .containsEntry("sha256", sha256);
    assertThatThrownBy(() -> SignalModels.restore(ModelFiles.shipped(), live))
        .hasMessageContaining("it is no backup");
    assertThatThrownBy(() -> SignalModels.backup(backup, directory.resolve("other")))
        .isInstanceOf(ModelException.class);
  }

  @Test
  void everythingWrongWithACardIsSaidAtOnce() throws IOException {
    Path model = Files.copy(ModelFiles.shipped(), directory.resolve("m.onnx"));
    Files.writeString(
        ModelCard.pathOf(model),
        "{\"name\": \"m\", \"features\": [1], \"score_column\": -1, \"colour\": 3}");

    List<String> problems = SignalModels.check(model);

    assertThat(problems)
        .singleElement()
        .asString()
        .contains("\"sha256\"", "\"features\"", "\"score_column\"", "\"colour\"", "\"metrics\"");
  }

  @Test
  void modelOfUnknownFeaturesIsNotUsableHere() throws IOException {
    Path model = directory.resolve("m.onnx");
    ModelFiles.copyOfShipped(directory, "m.onnx", "");
    String card = Files.readString(ModelCard.pathOf(model));
    Files.writeString(
        ModelCard.pathOf(model),
        card.replace("\"spread_bps\"", "\"moon_phase\"").replace("\"model\" :", "\"modell\" :"));

    assertThat(SignalModels.check(model))
        .hasSize(2)
        .anyMatch(problem -> problem.contains("unknown feature \"moon_phase\""))
        .anyMatch(problem -> problem.contains("no figures of \"model\""));
    assertThat(SignalModels.check(ModelFiles.shipped())).isEmpty();
  }
}
