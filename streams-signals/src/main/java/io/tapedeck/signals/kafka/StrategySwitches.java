package io.tapedeck.signals.kafka;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.tape.Coordinates;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Strategies that a command switched off, and which. Thread-safe. */
public final class StrategySwitches {
  private final Map<StrategyId, Coordinates> off = new ConcurrentHashMap<>();
  private volatile long version;

  @Nullable Coordinates disabled(StrategyId strategy) {
    return off.get(strategy);
  }

  /** Grows with every change. */
  long version() {
    return version;
  }

  synchronized void command(ControlCommand command, Coordinates source) {
    StrategyId strategy = command.strategy();
    if (strategy == null) {
      return;
    }
    if (command.action() == ControlAction.DISABLE_STRATEGY) {
      off.put(strategy, source);
    } else {
      off.remove(strategy);
    }
    version = version + 1;
  }
}
