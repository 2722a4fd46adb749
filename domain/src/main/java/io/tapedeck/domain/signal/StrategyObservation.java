package io.tapedeck.domain.signal;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.tape.Coordinates;

/** Something a strategy sees besides ticks. */
public sealed interface StrategyObservation {
  /** Where it was read. */
  Coordinates source();

  /**
   * The account's position in the instrument.
   *
   * @param accountSeq the account's journal number after which it held
   */
  record PositionSeen(AccountId account, Quantity position, long accountSeq, Coordinates source)
      implements StrategyObservation {}

  /** What became of an own order. */
  record OrderSeen(AccountId account, IntentId intent, OrderEventKind kind, Coordinates source)
      implements StrategyObservation {}

  /** The account's trading state. */
  record ControlSeen(AccountId account, TradingState state, Coordinates source)
      implements StrategyObservation {}

  /** The model used from here on. */
  record ModelSwitched(String modelSha256, Coordinates source) implements StrategyObservation {}
}
