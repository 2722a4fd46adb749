package io.tapedeck.executor.core;

import org.junit.jupiter.api.Test;

/**
 * Many lives of the protocol, each by its seed: {@code -Dexecutor.seeds=100000} for more, {@code
 * -Dexecutor.seed=N} for one again.
 */
class ExecutorSimulationTest {
  @Test
  void nothingIsSentTwiceAndNothingIsLost() {
    Long one = Long.getLong("executor.seed");
    long first = one == null ? 1 : one;
    long last = one == null ? Long.getLong("executor.seeds", 2_000) : one;
    for (long seed = first; seed <= last; seed++) {
      try {
        new ExecutorSimulation(seed).run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("fails with -Dexecutor.seed=" + seed, e);
      }
    }
  }
}
