package io.tapedeck.signals.core;

import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.signal.Signal;

/** Takes what a pipeline decides, in order. */
public interface PipelineOutput {
  /** A score for the tape. */
  void signal(Signal signal);

  /** A wish for an order. */
  void intent(OrderIntent intent);

  /** The model gave no finite number for the tick: no signal, no decision. */
  void fault(Signal notFinite);

  /** What the shadow model would have said; leads to nothing. */
  default void shadow(float score, float shadowScore) {}

  /** The pipeline's state changed, be it at its own tick or when a score came later. */
  default void changed() {}
}
