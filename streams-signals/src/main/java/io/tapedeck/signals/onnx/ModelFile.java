package io.tapedeck.signals.onnx;

import io.tapedeck.signals.core.ModelException;
import io.tapedeck.signals.core.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A model file that agrees with its card, read once; each thread opens a model of its own from it.
 * Immutable, thread-safe.
 */
public final class ModelFile implements ModelSource {
  private final Path path;
  private final ModelCard card;
  private final byte[] bytes;

  private ModelFile(Path path, ModelCard card, byte[] bytes) {
    this.path = path;
    this.card = card;
    this.bytes = bytes;
  }

  /**
   * Reads a model file and its card.
   *
   * @throws ModelException if there is no such file or it is not the one that the card describes
   */
  public static ModelFile read(Path path) {
    byte[] bytes = bytesOf(path);
    ModelCard card = ModelCard.of(path);
    String sha256 = sha256(bytes);
    if (!sha256.equalsIgnoreCase(card.sha256())) {
      throw new ModelException(
          "Cannot read model file: "
              + path
              + " has SHA-256 "
              + sha256
              + " but its card "
              + ModelCard.pathOf(path)
              + " says "
              + card.sha256()
              + "; the file is damaged or belongs to another card, restore it from a backup");
    }
    return new ModelFile(path, card, bytes);
  }

  /** The card. */
  public ModelCard card() {
    return card;
  }

  @Override
  public String name() {
    return String.valueOf(path.getFileName());
  }

  @Override
  public String sha256() {
    return card.sha256();
  }

  /**
   * A model for one thread.
   *
   * @throws ModelException if ONNX Runtime cannot read it, or its input or output is not the card's
   */
  @Override
  public OnnxModel open() {
    return OnnxModel.open(path, card, bytes);
  }

  static byte[] bytesOf(Path path) {
    if (!Files.exists(path)) {
      throw new ModelException(
          "Failed to load ONNX model: File not found: "
              + path.toAbsolutePath()
              + "; set signal.model_path to a model file");
    }
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new ModelException("Cannot read model file: " + path + ": " + e, e);
    }
  }

  /** Hex SHA-256. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
