package io.tapedeck.executor.core;

import io.tapedeck.domain.money.Money;

/**
 * The executor's own stops, per account; they need nothing but this process.
 *
 * @param ordersPerSecond new orders in any second; 0 for no limit
 * @param notionalPerMinute value of new orders in any minute, at limit or mark; zero for no limit
 * @param openOrders working at once; 0 for no limit
 * @param collarRaw how far a limit may be from the command's mark, as a raw fraction (scale 9); 0
 *     for no limit
 */
public record CapLimits(
    int ordersPerSecond, Money notionalPerMinute, int openOrders, long collarRaw) {}
