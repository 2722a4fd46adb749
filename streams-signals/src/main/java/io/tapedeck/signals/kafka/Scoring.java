package io.tapedeck.signals.kafka;

import io.tapedeck.signals.core.Model;
import io.tapedeck.signals.core.ModelException;
import io.tapedeck.signals.core.ModelSource;
import io.tapedeck.signals.core.Models;
import io.tapedeck.signals.core.ScoreBatch;
import io.tapedeck.signals.kafka.ModelSwitch.InUse;
import org.jspecify.annotations.Nullable;

/** The models of one task: the one in use, which follows the switch, and the shadow. */
final class Scoring implements Models, AutoCloseable {
  private final ModelSwitch switched;
  private final SignalMetrics metrics;
  private final ScoreBatch batch;
  private final @Nullable Model shadow;
  private InUse inUse;
  private Model model;

  Scoring(SignalWiring wiring, SignalMetrics metrics) {
    this.switched = wiring.models();
    this.metrics = metrics;
    this.batch = new ScoreBatch(wiring.plan().features().width());
    this.inUse = switched.inUse();
    this.model = open(inUse);
    ModelSource beside = wiring.shadow();
    this.shadow = beside == null ? null : beside.open();
    batch.shadow(shadow);
  }

  private Model open(InUse next) {
    long start = metrics.now();
    Model opened = new TimedModel(next.model().open(), metrics);
    metrics.took("model-open", start);
    return opened;
  }

  ScoreBatch batch() {
    return batch;
  }

  /** The model in use; what waits for the one before is scored by it first. */
  @SuppressWarnings("ReferenceEquality") // asked at every tick
  InUse inUse() {
    InUse now = switched.inUse();
    if (now != inUse) {
      batch.flush();
      inUse = now;
      if (!model.sha256().equals(now.model().sha256())) {
        Model before = model;
        model = open(now);
        before.close();
      }
    }
    return now;
  }

  /** The model in use, open. */
  Model model() {
    return model;
  }

  @Override
  public Model of(String sha256) {
    if (!model.sha256().equals(sha256)) {
      throw new ModelException("model " + sha256 + " is not in use");
    }
    return model;
  }

  @Override
  public void close() {
    model.close();
    if (shadow != null) {
      shadow.close();
    }
  }
}
