package io.tapedeck.runtime.config;

/**
 * One thing wrong with the configuration.
 *
 * @param origin where it is written
 * @param path the dotted path of the key, or empty where the text as a whole is meant
 * @param message what is wrong and what to write instead
 */
public record ConfigProblem(Origin origin, String path, String message) {
  /** The file, the environment variable or the --set argument. */
  public String source() {
    return origin.source();
  }

  /** Counted from 1; 0 where the source is not a file. */
  public int line() {
    return origin.line();
  }

  /** Counted from 1; 0 where the source is not a file. */
  public int column() {
    return origin.column();
  }

  /** One line: where, which key, what. */
  @Override
  public String toString() {
    return path.isEmpty() ? origin + ": " + message : origin + ": " + path + ": " + message;
  }
}
