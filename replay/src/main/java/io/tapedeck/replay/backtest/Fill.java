package io.tapedeck.replay.backtest;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.order.Side;

/**
 * One execution of a run. Amounts raw scale 9, fee and prices in the quote currency.
 *
 * @param nanos received time at the venue
 * @param price what was paid or got for a unit
 * @param mark the mark at which risk approved the order, 0 if it had none
 * @param waitedNanos from the tick behind the order to the execution
 */
public record Fill(
    long nanos,
    AccountId account,
    StrategyId strategy,
    InstrumentId instrument,
    IntentId intent,
    Side side,
    long quantity,
    long price,
    long fee,
    boolean maker,
    long mark,
    long waitedNanos) {

  /** How much worse than the mark the price was, in basis points of it; NaN without a mark. */
  public double slippageBps() {
    return mark <= 0 ? Double.NaN : side.sign() * (price - (double) mark) / mark * 10_000;
  }
}
