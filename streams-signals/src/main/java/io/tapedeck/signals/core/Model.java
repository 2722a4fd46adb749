package io.tapedeck.signals.core;

/** Scores feature vectors. Used by one thread at a time; a function of the vectors alone. */
public interface Model extends AutoCloseable {
  /** Hex SHA-256 of the model's file. */
  String sha256();

  /** Features in a vector. */
  int width();

  /**
   * Scores several vectors.
   *
   * @param vectors {@code count} vectors one after another
   * @param scores takes {@code count} scores; what is no finite number is handed through as it is
   * @throws ModelException if the model cannot compute
   */
  void score(float[] vectors, int count, float[] scores);

  @Override
  void close();
}
