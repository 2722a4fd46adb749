package io.tapedeck.signals.core.strategy;

import io.tapedeck.domain.money.Money;

/**
 * Settings of {@link MovingAverageCross}. Times are event time.
 *
 * @param fastSeconds time constant of the fast mean of the mid
 * @param slowSeconds time constant of the slow one; nothing is done before so long was seen
 * @param orderNotional value of the position that it takes, in the quote currency
 * @param quantityStep raw scale-9 step that quantities are rounded down to
 * @param allowShort whether it may sell what it does not hold
 * @param patienceNanos how long it waits for an order to show in the position
 */
public record CrossSettings(
    double fastSeconds,
    double slowSeconds,
    Money orderNotional,
    long quantityStep,
    boolean allowShort,
    long patienceNanos) {
  public CrossSettings {
    if (!(fastSeconds > 0 && slowSeconds > fastSeconds)) {
      throw new IllegalArgumentException("wanted: 0 < fast < slow");
    }
  }
}
