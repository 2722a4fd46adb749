package io.tapedeck.signals.core.strategy;

import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import org.jspecify.annotations.Nullable;

/**
 * Settings of {@link Stopped}. Percentages are of the position's mean price and measured at the
 * price at which it could be ended; 0 switches one off. Times are event time.
 *
 * @param stopLossPercent ends a position that lost so much
 * @param trailingPercent ends one that gave so much of its best price back
 * @param trailingActivationPercent gain before the trailing stop begins
 * @param absolutePrice ends a long at or below it, a short at or above it; null for none
 * @param maxLoss ends one that lost so much money; zero for none
 * @param firstTargetPercent gain at which a part is sold
 * @param partialPercent how large a part
 * @param breakEvenAfterFirstTarget whether the rest is then ended at the mean price at the worst
 * @param takeProfitPercent gain at which all is sold
 * @param timeExitNanos age at which it is ended; 0 for never
 * @param reentryNanos how long after a stop nothing new is begun
 * @param patienceNanos how long it waits for an exit to show in the position
 * @param quantityStep raw scale-9 step that parts are rounded down to
 */
public record StopSettings(
    double stopLossPercent,
    double trailingPercent,
    double trailingActivationPercent,
    @Nullable Price absolutePrice,
    Money maxLoss,
    double firstTargetPercent,
    double partialPercent,
    boolean breakEvenAfterFirstTarget,
    double takeProfitPercent,
    long timeExitNanos,
    long reentryNanos,
    long patienceNanos,
    long quantityStep) {}
