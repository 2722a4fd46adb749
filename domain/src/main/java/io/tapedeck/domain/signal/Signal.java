package io.tapedeck.domain.signal;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.tape.Coordinates;
import java.util.List;

/**
 * A model's opinion on an instrument at a tick.
 *
 * @param score the model's output, in the unit that its card names (a probability for the shipped
 *     one)
 * @param features the vector that it was computed from, in model order
 * @param modelSha256 hex hash of the model file
 * @param tick the last tick in the vector
 */
public record Signal(
    InstrumentId instrument,
    long eventNanos,
    long receivedNanos,
    double score,
    List<Double> features,
    String modelSha256,
    Coordinates tick) {
  public Signal {
    features = List.copyOf(features);
  }
}
