package io.tapedeck.signals.kafka;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.tape.Coordinates;
import java.util.HashSet;
import java.util.Set;

/** Follows the commands that concern models and strategies, each once. For the global thread. */
final class Controls {
  private final ModelSwitch models;
  private final StrategySwitches strategies;
  private final Set<String> followed = new HashSet<>();

  Controls(ModelSwitch models, StrategySwitches strategies) {
    this.models = models;
    this.strategies = strategies;
  }

  void read(ControlCommand command, Coordinates source) {
    ControlAction action = command.action();
    boolean ofModels = action == ControlAction.SWITCH_MODEL;
    boolean ofStrategies =
        action == ControlAction.DISABLE_STRATEGY || action == ControlAction.ENABLE_STRATEGY;
    // a command to everyone lies in every partition
    if (!(ofModels || ofStrategies) || !followed.add(command.id())) {
      return;
    }
    if (ofModels) {
      models.command(command, source);
    } else {
      strategies.command(command, source);
    }
  }
}
