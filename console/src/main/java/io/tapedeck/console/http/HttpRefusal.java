package io.tapedeck.console.http;

import java.util.List;

/** A request that is not answered as wished: a status, and what to do about it. */
final class HttpRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient List<String> problems;

  HttpRefusal(int status, String message) {
    this(status, message, List.of());
  }

  HttpRefusal(int status, String message, List<String> problems) {
    super(message);
    this.status = status;
    this.problems = List.copyOf(problems);
  }

  int status() {
    return status;
  }

  List<String> problems() {
    return problems;
  }
}
