package io.tapedeck.runtime.health;

import java.util.function.Supplier;

/** A health check from its parts. */
record NamedHealthCheck(String name, Kind kind, Supplier<Result> answer) implements HealthCheck {
  @Override
  public Result check() {
    return answer.get();
  }
}
