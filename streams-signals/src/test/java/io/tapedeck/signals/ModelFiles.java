package io.tapedeck.signals;

import io.tapedeck.signals.onnx.ModelCard;
import io.tapedeck.signals.onnx.ModelFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Model files for tests. */
public final class ModelFiles {
  private static final int DOC_STRING = 6 << 3 | 2;

  private ModelFiles() {}

  /** The shipped model. */
  public static Path shipped() {
    return Path.of(System.getProperty("tapedeck.root", ".."), "config", "models", "mid-move.onnx");
  }

  /** The shipped model under another name; with a remark it is another file that scores alike. */
  public static ModelFile copyOfShipped(Path folder, String name, String remark)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(Files.readAllBytes(shipped()));
    byte[] text = remark.getBytes(StandardCharsets.UTF_8);
    if (text.length > 0) {
      bytes.write(DOC_STRING);
      bytes.write(text.length);
      bytes.write(text);
    }
    Path file = folder.resolve(name);
    Files.write(file, bytes.toByteArray());
    ModelCard card = ModelCard.of(shipped());
    card.withFile(ModelFile.sha256(bytes.toByteArray()), card.opset()).write(file);
    return ModelFile.read(file);
  }
}
