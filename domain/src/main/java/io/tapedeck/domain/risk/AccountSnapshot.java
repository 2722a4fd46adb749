package io.tapedeck.domain.risk;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Side;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account as risk sees it, published after each step that changed it.
 *
 * @param journalSeq the partition's journal number after which it holds
 * @param realisedPnl since the account's first entry, fees taken off
 * @param unrealisedPnl at the marks last journalled
 * @param dayPnl realised and unrealised since the day's start
 * @param exposure sum of the positions' absolute values at the mark
 * @param stateHash hex hash of the whole state, for verification from here
 * @param figures totals; null from a build that did not publish them
 */
public record AccountSnapshot(
    AccountId account,
    long journalSeq,
    long accountSeq,
    long eventNanos,
    TradingState tradingState,
    boolean quarantined,
    Money realisedPnl,
    Money unrealisedPnl,
    Money dayPnl,
    Money fees,
    Money exposure,
    List<PositionLine> positions,
    List<WorkingLine> workingOrders,
    String stateHash,
    @Nullable Figures figures) {
  public AccountSnapshot {
    positions = List.copyOf(positions);
    workingOrders = List.copyOf(workingOrders);
  }

  /** A position; quantity is signed. */
  public record PositionLine(
      InstrumentId instrument,
      Quantity quantity,
      Price averagePrice,
      @Nullable Price mark,
      Money realisedPnl,
      Money unrealisedPnl) {}

  /** An order that works, or is on its way, at the venue. */
  public record WorkingLine(
      IntentId intent, InstrumentId instrument, Side side, Quantity leaves, Price reservedPrice) {}

  /**
   * Totals at the marks last journalled, money in the account's currency.
   *
   * @param equity capital plus deposits plus all profit
   * @param cash equity less the value of positions
   * @param peakEquity highest equity seen
   * @param tradesToday orders approved since the day's start
   * @param consecutiveLosses round trips that lost, in a row
   * @param breakerReason why the circuit breaker tripped; empty if it did not
   */
  public record Figures(
      Money equity,
      Money cash,
      Money peakEquity,
      Money weekPnl,
      Money monthPnl,
      long tradesToday,
      long consecutiveLosses,
      boolean breakerTripped,
      String breakerReason,
      List<StrategyId> disabledStrategies) {
    public Figures {
      disabledStrategies = List.copyOf(disabledStrategies);
    }
  }
}
