package io.tapedeck.risk.core;

import io.tapedeck.domain.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * An account at the marks last journalled, in its own currency.
 *
 * @param realised profit of what was closed, fees taken off
 * @param unrealised profit of what is held; without a mark it counts as at cost
 * @param profit both
 * @param equity capital plus deposits plus profit
 * @param cash equity less the signed value of positions
 * @param gross positions without sign
 * @param grossWorst the same if all working orders of the worse side of each instrument were filled
 * @param open instruments with a position or an order that could make one
 * @param convertible false if a currency has no conversion mark; it then counts at par
 * @param currency the account's, null if the limits name none
 */
public record Totals(
    Money realised,
    Money unrealised,
    Money profit,
    Money equity,
    Money cash,
    Money gross,
    Money grossWorst,
    int open,
    boolean convertible,
    @Nullable String currency) {}
