package io.tapedeck.risk.core;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
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
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.signal.Evidence;
import io.tapedeck.domain.tape.Coordinates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What people and watchdogs command: trading states, cancels, closing orders. */
final class Controls {
  /** How long a closing order made here stays good, nanoseconds. */
  private static final long CLOSING_LIFE_NANOS = 60_000_000_000L;

  private Controls() {}

  /** The trading state that an action leads to; null if it changes none. */
  static @Nullable TradingState stateAfter(ControlAction action) {
    return switch (action) {
      case HALT -> TradingState.HALTED;
      case REDUCE -> TradingState.REDUCING;
      case RESUME -> TradingState.ACTIVE;
      default -> null;
    };
  }

  /** The orders that an action makes for the accounts. */
  static Outcome orders(
      RiskState state, JournalEntry entry, ControlCommand command, Set<AccountId> accounts) {
    List<Decision> decisions = new ArrayList<>();
    List<OrderCommand> commands = new ArrayList<>();
    for (AccountId id : new TreeSet<>(accounts)) {
      AccountState account = state.account(id);
      switch (command.action()) {
        case HALT, CANCEL_ALL -> cancelAll(state, account, entry, command, commands);
        case CLOSE_POSITION, LIQUIDATE ->
            close(state, account, entry, command, decisions, commands);
        default -> {}
      }
    }
    return new Outcome(decisions, commands, new TreeSet<>(accounts), List.of());
  }

  private static void cancelAll(
      RiskState state,
      AccountState account,
      JournalEntry entry,
      ControlCommand command,
      List<OrderCommand> commands) {
    for (WorkingOrder order : account.working().values()) {
      IntentId id = new IntentId(DerivedIds.name("cancel", command.id(), order.intent().value()));
      commands.add(
          new OrderCommand(
              id,
              account.id(),
              new StrategyId(strategy(command)),
              order.instrument(),
              new OrderAction.Cancel(order.intent()),
              state.clockNanos(),
              command.atNanos(),
              state.clockNanos() + CLOSING_LIFE_NANOS,
              entry.seq(),
              null));
    }
  }

  private static void close(
      RiskState state,
      AccountState account,
      JournalEntry entry,
      ControlCommand command,
      List<Decision> decisions,
      List<OrderCommand> commands) {
    for (Map.Entry<InstrumentId, Position> held : List.copyOf(account.positions().entrySet())) {
      Quantity quantity = held.getValue().quantity();
      boolean wanted =
          command.action() == ControlAction.LIQUIDATE || held.getKey().equals(command.instrument());
      if (wanted && !quantity.isZero()) {
        OrderIntent intent = closing(state, account, entry, command, held.getKey(), quantity);
        Outcome outcome = Intents.decide(state, account, entry, intent);
        decisions.addAll(outcome.decisions());
        commands.addAll(outcome.commands());
      }
    }
  }

  private static OrderIntent closing(
      RiskState state,
      AccountState account,
      JournalEntry entry,
      ControlCommand command,
      InstrumentId instrument,
      Quantity quantity) {
    Coordinates source = entry.source();
    Side side = quantity.signum() > 0 ? Side.SELL : Side.BUY;
    return new OrderIntent(
        new IntentId(
            DerivedIds.name("close", command.id(), account.id().value(), instrument.value())),
        account.id(),
        new StrategyId(strategy(command)),
        instrument,
        new OrderAction.Submit(
            new OrderTerms(
                side, OrderType.MARKET, quantity.abs(), null, null, TimeInForce.IOC, true, false)),
        state.clockNanos(),
        command.atNanos(),
        state.clockNanos() + CLOSING_LIFE_NANOS,
        Evidence.byHand(source == null ? new Coordinates("", 0, 0) : source));
  }

  private static String strategy(ControlCommand command) {
    return command.actor().isBlank() ? "control" : command.actor();
  }
}
