package io.tapedeck.simulator.exchange;

/**
 * One execution. Amounts raw scale 9, times epoch ns.
 *
 * @param order what was filled
 * @param execId the venue's execution id
 * @param tradeId the venue's trade number
 * @param price per unit
 * @param quantity of base
 * @param cost price times quantity
 * @param fee in the quote asset
 * @param maker true if the order rested
 * @param marketNs event time of the market it met
 * @param wallNs wall clock of the matching
 * @param cumulativeQuantity filled of the order so far, this included
 */
public record Fill(
    Order order,
    String execId,
    long tradeId,
    long price,
    long quantity,
    long cost,
    long fee,
    boolean maker,
    long marketNs,
    long wallNs,
    long cumulativeQuantity) {}
