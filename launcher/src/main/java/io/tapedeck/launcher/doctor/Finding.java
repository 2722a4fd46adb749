package io.tapedeck.launcher.doctor;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was found at one point.
 *
 * @param check which point, such as {@code broker}
 * @param found what was seen; no secrets
 * @param remedy what to do; empty where nothing is to be done
 */
public record Finding(String check, Verdict verdict, String found, String remedy) {
  /** How it stands. */
  public enum Verdict {
    OK,
    /** Works, but somebody should look. */
    WARN,
    /** Will not work like this. */
    FAIL,
    /** Not looked at, because of another point or because nothing asks for it. */
    SKIPPED
  }

  static Finding ok(String check, String found) {
    return new Finding(check, Verdict.OK, found, "");
  }

  static Finding warn(String check, String found, String remedy) {
    return new Finding(check, Verdict.WARN, found, remedy);
  }

  static Finding fail(String check, String found, String remedy) {
    return new Finding(check, Verdict.FAIL, found, remedy);
  }

  static Finding skipped(String check, String why) {
    return new Finding(check, Verdict.SKIPPED, why, "");
  }

  /** As a row. */
  public Map<String, Object> row() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("check", check);
    row.put("verdict", verdict.name());
    row.put("found", found);
    row.put("remedy", remedy);
    return row;
  }
}
