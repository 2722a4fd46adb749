package io.tapedeck.runtime.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Collects the broken cross-field rules of one record and places them in the text. */
public final class Problems {
  private final String path;
  private final Function<String, Origin> originOfKey;
  private final List<ConfigProblem> found = new ArrayList<>();

  Problems(String path, Function<String, Origin> originOfKey) {
    this.path = path;
    this.originOfKey = originOfKey;
  }

  /** For tests of a record's rules by themselves: problems without a place in a file. */
  public static Problems detached() {
    return new Problems("", key -> Origin.OF_DEFAULT);
  }

  /**
   * Reports a broken rule.
   *
   * @param key the snake_case key within this record, dotted for a nested one
   * @param message what is wrong and what to write instead
   */
  public void add(String key, String message) {
    String full = path.isEmpty() ? key : path + "." + key;
    found.add(new ConfigProblem(originOfKey.apply(key), full, message));
  }

  /** What was reported so far. */
  public List<ConfigProblem> found() {
    return List.copyOf(found);
  }
}
