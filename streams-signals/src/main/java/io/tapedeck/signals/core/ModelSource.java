package io.tapedeck.signals.core;

/** A model file that was found sound; every thread opens a model of its own from it. */
public interface ModelSource {
  /** The file's name, without its folder. */
  String name();

  /** Hex SHA-256 of the file. */
  String sha256();

  /**
   * A model for one thread.
   *
   * @throws ModelException if it cannot be opened
   */
  Model open();
}
