package io.tapedeck.signals.core;

import io.tapedeck.domain.signal.StrategyObservation.OrderSeen;
import io.tapedeck.domain.tape.Coordinates;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is around a strategy now, to be compared with what it has seen.
 *
 * @param account as risk last published it, null before that
 * @param disabled the command that switched the strategy off, null if it may trade
 * @param orders what became of the account's orders on the instrument since it last looked, in
 *     order
 */
public record Surroundings(
    @Nullable AccountView account, @Nullable Coordinates disabled, List<OrderSeen> orders) {}
