package io.tapedeck.domain.order;

import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;

/**
 * One execution at the venue.
 *
 * @param quantity positive
 * @param fee in {@code feeCurrency}; negative is a rebate
 * @param maker true if it added liquidity
 */
public record Execution(
    ExecutionId id,
    Side side,
    Quantity quantity,
    Price price,
    Money fee,
    String feeCurrency,
    boolean maker) {}
