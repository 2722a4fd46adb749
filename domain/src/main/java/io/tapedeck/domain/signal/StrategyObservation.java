package io.tapedeck.domain.signal;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.tape.Coordinates;
import org.jspecify.annotations.Nullable;

/** Something a strategy sees besides ticks. */
public sealed interface StrategyObservation {
  /** Where it was read. */
  Coordinates source();

  /**
   * The account's position in the instrument.
   *
   * @param accountSeq the account's journal number after which it held
   * @param averagePrice mean price of the position, null for none
   */
  record PositionSeen(
      AccountId account,
      Quantity position,
      long accountSeq,
      Coordinates source,
      @Nullable Price averagePrice)
      implements StrategyObservation {}

  /**
   * What became of an own order.
   *
   * @param leaves what still works after it; null if the venue did not say
   */
  record OrderSeen(
      AccountId account,
      IntentId intent,
      OrderEventKind kind,
      Coordinates source,
      @Nullable Quantity leaves)
      implements StrategyObservation {}

  /** The account's trading state. */
  record ControlSeen(AccountId account, TradingState state, Coordinates source)
      implements StrategyObservation {}

  /** The model used from here on. */
  record ModelSwitched(String modelSha256, Coordinates source) implements StrategyObservation {}
}
