package io.tapedeck.localstack.registry.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A method and a path pattern such as {@code subjects/{}/versions}, and what answers them.
 *
 * @param pattern parts of the path; {@code {}} stands for any
 */
record Route(String method, List<String> pattern, Answer answer) {
  private static final String ANY = "{}";

  /** Answers a call with what is to be shown as JSON. */
  @FunctionalInterface
  interface Answer {
    Object to(Call call) throws InterruptedException;
  }

  static Route of(String method, String pattern, Answer answer) {
    return new Route(method, pattern.isEmpty() ? List.of() : List.of(pattern.split("/")), answer);
  }

  /** The variable parts of the path, if it is of this pattern. */
  Optional<List<String>> match(List<String> path) {
    if (path.size() != pattern.size()) {
      return Optional.empty();
    }
    List<String> variable = new ArrayList<>();
    for (int i = 0; i < path.size(); i++) {
      if (pattern.get(i).equals(ANY)) {
        variable.add(path.get(i));
      } else if (!pattern.get(i).equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(variable);
  }
}
