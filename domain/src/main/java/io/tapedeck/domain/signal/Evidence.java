package io.tapedeck.domain.signal;

import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.tape.Coordinates;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a strategy looked at when it wanted an order.
 *
 * @param cause the tick, or for an order by hand the control command, that led to it
 * @param modelSha256 hex hash of the model file, empty if none was used
 * @param score the model's score, 0 if none was used
 * @param features the feature vector in model order
 * @param positionSeen signed position that the strategy believed in
 * @param positionSource where that position was read, null before the first
 */
public record Evidence(
    Coordinates cause,
    String modelSha256,
    double score,
    List<Double> features,
    Quantity positionSeen,
    @Nullable Coordinates positionSource) {
  public Evidence {
    features = List.copyOf(features);
  }

  /** Evidence of an order that a person gave. */
  public static Evidence byHand(Coordinates command) {
    return new Evidence(command, "", 0, List.of(), Quantity.ZERO, null);
  }
}
