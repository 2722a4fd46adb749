package io.tapedeck.risk.core;

import io.tapedeck.domain.id.DerivedIds;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.order.TimeInForce;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.signal.Evidence;
import io.tapedeck.domain.tape.Coordinates;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Closes positions by command: cancels what works in the instrument, waits until none does, then
 * sends market orders until the position is flat. An order that still works could make the position
 * smaller than the closing order, and so turn it round.
 */
final class Closings {
  private Closings() {}

  /** Begins to close a position; a closing that is under way goes on under the new command. */
  static Outcome begin(
      RiskState state,
      AccountState account,
      JournalEntry entry,
      InstrumentId instrument,
      Closing closing) {
    List<WorkingOrder> orders = account.workingIn(instrument);
    if (orders.isEmpty() && account.position(instrument).quantity().isZero()) {
      return Outcome.changed(Set.of(account.id()));
    }
    account.closings.put(instrument, closing);
    if (orders.isEmpty()) {
      return go(state, account, entry, instrument);
    }
    List<OrderCommand> commands = new ArrayList<>();
    for (WorkingOrder order : orders) {
      commands.add(
          Cancels.of(
              state,
              account,
              order,
              closing.command(),
              closing.actor(),
              closing.atNanos(),
              entry.seq()));
    }
    return new Outcome(List.of(), commands, Set.of(account.id()), List.of());
  }

  /** Goes on after news of an order. */
  static Outcome go(
      RiskState state, AccountState account, JournalEntry entry, InstrumentId instrument) {
    Closing closing = account.closings.get(instrument);
    if (closing == null || !account.workingIn(instrument).isEmpty()) {
      return Outcome.NOTHING;
    }
    Quantity quantity = account.position(instrument).quantity();
    if (quantity.isZero()) {
      account.closings.remove(instrument);
      return Outcome.changed(Set.of(account.id()));
    }
    if (closing.attempts() == Closing.MOST_ATTEMPTS) {
      account.closings.remove(instrument);
      return new Outcome(
          List.of(),
          List.of(),
          Set.of(account.id()),
          List.of(
              "position in "
                  + instrument
                  + " of account "
                  + account.id()
                  + " is not closed after "
                  + Closing.MOST_ATTEMPTS
                  + " orders: "
                  + quantity
                  + " left; a person must look"));
    }
    account.closings.put(instrument, closing.next());
    Outcome outcome =
        Intents.decide(
            state, account, entry, order(state, account, entry, instrument, quantity), true);
    if (outcome.commands().isEmpty()) {
      account.closings.remove(instrument);
      return outcome.and(
          new Outcome(
              List.of(),
              List.of(),
              Set.of(account.id()),
              List.of(
                  "the closing order of "
                      + instrument
                      + " of account "
                      + account.id()
                      + " was denied: "
                      + outcome.decisions().get(0).denials())));
    }
    return outcome;
  }

  private static OrderIntent order(
      RiskState state,
      AccountState account,
      JournalEntry entry,
      InstrumentId instrument,
      Quantity quantity) {
    Closing closing = account.closings.getOrDefault(instrument, new Closing("", "", 0, 0));
    Coordinates source = entry.source();
    Side side = quantity.signum() > 0 ? Side.SELL : Side.BUY;
    OrderTerms terms =
        new OrderTerms(
            side, OrderType.MARKET, quantity.abs(), null, null, TimeInForce.IOC, true, false);
    return new OrderIntent(
        new IntentId(
            DerivedIds.name(
                "close",
                closing.command(),
                account.id().value(),
                instrument.value(),
                Integer.toString(closing.attempts()))),
        account.id(),
        new StrategyId(closing.actor()),
        instrument,
        new OrderAction.Submit(terms),
        state.clockNanos(),
        closing.atNanos(),
        state.clockNanos() + Cancels.LIFE_NANOS,
        Evidence.byHand(source == null ? new Coordinates("", 0, 0) : source));
  }
}
