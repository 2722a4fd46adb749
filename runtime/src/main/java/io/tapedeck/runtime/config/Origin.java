package io.tapedeck.runtime.config;

/**
 * Where a value was written.
 *
 * @param layer which layer it came from; a later layer wins
 * @param source the file, the environment variable or the --set argument
 * @param line counted from 1; 0 where the source is not a file
 * @param column counted from 1; 0 where the source is not a file
 */
public record Origin(Layer layer, String source, int line, int column) {
  /** The layers, lowest first. */
  public enum Layer {
    DEFAULT,
    FILE,
    ENVIRONMENT,
    SET
  }

  static final Origin OF_DEFAULT = new Origin(Layer.DEFAULT, "default", 0, 0);

  /** A place in a file. */
  public static Origin file(String file, int line, int column) {
    return new Origin(Layer.FILE, file, line, column);
  }

  static Origin environment(String variable) {
    return new Origin(Layer.ENVIRONMENT, "environment variable " + variable, 0, 0);
  }

  static Origin set(String argument) {
    return new Origin(Layer.SET, "--set " + argument, 0, 0);
  }

  /** {@code file:line:column}, or the name of the variable or argument. */
  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
