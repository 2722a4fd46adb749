package io.tapedeck.signals.kafka;

import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.signals.core.ModelException;
import io.tapedeck.signals.core.ModelSource;
import java.util.Locale;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which model is in use: the config's, or the one that the last command named. A command whose
 * model cannot be used changes nothing. Written by the global thread, read by the stream threads.
 */
public final class ModelSwitch {
  private static final Logger LOG = LoggerFactory.getLogger("io.tapedeck.signals");

  private final InUse configured;
  private final Function<String, ModelSource> models;
  private final Runnable onRefusal;
  private volatile InUse inUse;

  /**
   * A model and the record that chose it.
   *
   * @param source the command, or for the config's model the file's name
   */
  record InUse(ModelSource model, Coordinates source) {}

  /**
   * Begins with the config's model.
   *
   * @param models reads and checks a model of the models' folder by file name
   * @param onRefusal told when a command's model is refused
   */
  public ModelSwitch(
      ModelSource configured, Function<String, ModelSource> models, Runnable onRefusal) {
    this.configured = new InUse(configured, new Coordinates(configured.name(), 0, 0));
    this.models = models;
    this.onRefusal = onRefusal;
    this.inUse = this.configured;
  }

  InUse inUse() {
    return inUse;
  }

  void command(ControlCommand command, Coordinates source) {
    String name = command.model() == null ? "" : command.model();
    try {
      InUse next = name.isEmpty() ? configured : new InUse(models.apply(name), source);
      String wanted = command.modelSha256();
      if (wanted != null && !wanted.toLowerCase(Locale.ROOT).equals(next.model().sha256())) {
        throw new ModelException(
            "Cannot read model file: "
                + next.model().name()
                + " has SHA-256 "
                + next.model().sha256()
                + ", the command wants "
                + wanted);
      }
      inUse = next;
      LOG.info(
          "model {} {} is in use from the next ticks on, by {} of {}: {}",
          next.model().name(),
          next.model().sha256(),
          source,
          command.actor(),
          command.reason());
    } catch (ModelException e) {
      onRefusal.run();
      LOG.error(
          "signal_bridge: {}; {} of {} is not followed, model {} stays in use",
          e.getMessage(),
          source,
          command.actor(),
          inUse.model().sha256());
    }
  }
}
