package io.tapedeck.runtime.config;

import io.tapedeck.runtime.config.ConfigNode.Scalar;
import io.tapedeck.runtime.config.RecordBinder.Bound;
import io.tapedeck.runtime.redaction.Redactor;
import java.util.ArrayList;
import java.util.List;

/** Binds single values: substitution first, then the type. */
final class ScalarBinder {
  private final Substitution substitution;
  private final List<ConfigProblem> problems;

  ScalarBinder(Substitution substitution, List<ConfigProblem> problems) {
    this.substitution = substitution;
    this.problems = problems;
  }

  Bound bind(Class<?> type, boolean nullable, ConfigNode node, String path) {
    if (!ScalarText.supports(type)) {
      throw new IllegalStateException(path + ": no config conversion to " + type.getName());
    }
    if (!(node instanceof Scalar scalar)) {
      return wrongType(type, node, path, node.describe());
    }
    String written = scalar.text();
    if (written == null) {
      report(
          scalar.origin(),
          path,
          "has no value: expected " + ScalarText.expected(type) + ", or remove the key");
      return Bound.BAD;
    }
    Substitution.Result text = substitution.apply(written);
    if (!text.unset().isEmpty()) {
      reportUnset(scalar.origin(), path, text);
      return Bound.BAD;
    }
    if (nullable && text.text().isEmpty()) {
      return new Bound(null, true);
    }
    return convert(type, scalar, text.text(), path);
  }

  /** The parts of comma-separated text; blank text has none. */
  List<ConfigNode> split(Scalar scalar, String path) {
    List<ConfigNode> items = new ArrayList<>();
    Substitution.Result text = substitution.apply(String.valueOf(scalar.text()));
    if (!text.unset().isEmpty()) {
      reportUnset(scalar.origin(), path, text);
      return items;
    }
    for (String part : text.text().split(",", -1)) {
      if (!part.isBlank()) {
        items.add(new Scalar(scalar.origin(), part.strip(), false));
      }
    }
    return items;
  }

  private Bound convert(Class<?> type, Scalar scalar, String text, String path) {
    boolean secret = type == Secret.class || Redactor.isSensitiveName(path);
    String shown = secret ? "a value (hidden)" : "\"" + text + "\"";
    try {
      return new Bound(ScalarText.parse(type, text), true);
    } catch (IllegalArgumentException | ArithmeticException e) {
      return wrongType(type, scalar, path, shown);
    }
  }

  private Bound wrongType(Class<?> type, ConfigNode node, String path, String found) {
    report(
        node.origin(),
        path,
        "wrong type: expected " + ScalarText.expected(type) + ", found " + found);
    return Bound.BAD;
  }

  private void reportUnset(Origin origin, String path, Substitution.Result text) {
    for (String variable : text.unset()) {
      report(
          origin,
          path,
          "environment variable "
              + variable
              + " is not set; set it, or write ${"
              + variable
              + ":-default}");
    }
  }

  private void report(Origin origin, String path, String message) {
    problems.add(new ConfigProblem(origin, path, message));
  }
}
