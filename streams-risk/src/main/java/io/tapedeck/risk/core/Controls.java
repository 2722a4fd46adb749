package io.tapedeck.risk.core;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.RiskLimits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What people and watchdogs command: trading states, breakers, cancels, closing orders, money. */
final class Controls {
  private Controls() {}

  static Outcome apply(RiskState state, JournalEntry entry, ControlCommand command) {
    AccountId only = entry.account();
    if (state.commanded(command.id())) {
      return alarm("command " + command.id() + " came twice and was applied once");
    }
    state.rememberCommand(command.id());
    Collection<AccountState> accounts =
        only == null ? state.accounts().values() : List.of(state.account(only));
    if (only == null) {
      toEveryone(state, command);
    }
    Outcome outcome = Outcome.NOTHING;
    for (AccountState account : accounts) {
      if (only != null) {
        outcome = outcome.and(toAccount(account, command));
      }
      outcome = outcome.and(orders(state, account, entry, command));
    }
    Set<AccountId> changed = new TreeSet<>();
    accounts.forEach(account -> changed.add(account.id()));
    return outcome.and(Outcome.changed(changed)).and(misses(command));
  }

  /** Everyone's own state, which accounts not yet seen will find. */
  private static void toEveryone(RiskState state, ControlCommand command) {
    TradingState next = stateAfter(command.action());
    if (next != null) {
      state.globalState = next;
    } else if (command.action() == ControlAction.TRIP_BREAKER) {
      EffectiveLimits everyone = new EffectiveLimits(state, List.of(RiskLimits.EVERYONE), false);
      state.breaker =
          state.breaker.trip(
              reason(command), state.clockNanos(), CircuitBreaker.until(state, everyone));
    } else if (command.action() == ControlAction.RESET_BREAKER) {
      state.breaker = Breaker.READY;
    }
  }

  private static Outcome toAccount(AccountState account, ControlCommand command) {
    try {
      change(account, command);
      return Outcome.NOTHING;
    } catch (ArithmeticException e) {
      return alarm("command " + command.id() + " does nothing: its amount leaves the money type");
    }
  }

  private static Outcome alarm(String text) {
    return new Outcome(List.of(), List.of(), Set.of(), List.of(text));
  }

  private static void change(AccountState account, ControlCommand command) {
    TradingState next = stateAfter(command.action());
    if (next != null) {
      account.tradingState = next;
    }
    StrategyId strategy = command.strategy();
    Money amount = command.amount();
    switch (command.action()) {
      case RESUME -> account.quarantined = false;
      case RESET_BREAKER -> {
        account.breaker = Breaker.reset();
        account.consecutiveLosses = 0;
      }
      case DISABLE_STRATEGY -> {
        if (strategy != null) {
          account.disabled.add(strategy);
        }
      }
      case ENABLE_STRATEGY -> {
        if (strategy != null) {
          account.disabled.remove(strategy);
          account.recent.forget(strategy);
        }
      }
      case DEPOSIT -> move(account, amount);
      case WITHDRAW -> move(account, amount == null ? null : amount.negate());
      default -> {
        // everything else makes orders or changes a state above
      }
    }
  }

  /** Money that comes or goes moves the peak with it: it is neither a profit nor a drawdown. */
  private static void move(AccountState account, @Nullable Money amount) {
    if (amount != null) {
      Money deposits = account.deposits.plus(amount);
      Money peak = account.peakKnown ? account.peakEquity.plus(amount) : account.peakEquity;
      account.deposits = deposits;
      account.peakEquity = peak;
    }
  }

  private static Outcome misses(ControlCommand command) {
    boolean needsStrategy =
        command.action() == ControlAction.DISABLE_STRATEGY
            || command.action() == ControlAction.ENABLE_STRATEGY;
    boolean needsAmount =
        command.action() == ControlAction.DEPOSIT || command.action() == ControlAction.WITHDRAW;
    if ((needsStrategy && (command.strategy() == null || command.account() == null))
        || (needsAmount && (command.amount() == null || command.account() == null))) {
      return alarm(
          "command "
              + command.id()
              + " "
              + command.action()
              + " does nothing: it needs an account and "
              + (needsStrategy ? "a strategy" : "an amount"));
    }
    return Outcome.NOTHING;
  }

  /** The trading state that an action leads to; null if it changes none. */
  private static @Nullable TradingState stateAfter(ControlAction action) {
    return switch (action) {
      case HALT -> TradingState.HALTED;
      case REDUCE -> TradingState.REDUCING;
      case RESUME -> TradingState.ACTIVE;
      default -> null;
    };
  }

  private static Outcome orders(
      RiskState state, AccountState account, JournalEntry entry, ControlCommand command) {
    return switch (command.action()) {
      case HALT, CANCEL_ALL -> cancel(state, account, entry, command, false);
      case TRIP_BREAKER ->
          entry.account() == null
              ? cancel(state, account, entry, command, true)
              : CircuitBreaker.trip(
                  state, account, entry, reason(command), command.atNanos(), actor(command));
      case CLOSE_POSITION, LIQUIDATE -> close(state, account, entry, command);
      default -> Outcome.NOTHING;
    };
  }

  private static Outcome cancel(
      RiskState state,
      AccountState account,
      JournalEntry entry,
      ControlCommand command,
      boolean keepStops) {
    List<OrderCommand> commands = new ArrayList<>();
    for (WorkingOrder order : account.working().values()) {
      if (!keepStops || !order.stop()) {
        commands.add(
            Cancels.of(
                state,
                account,
                order,
                command.id(),
                actor(command),
                command.atNanos(),
                entry.seq()));
      }
    }
    return new Outcome(List.of(), commands, Set.of(account.id()), List.of());
  }

  private static Outcome close(
      RiskState state, AccountState account, JournalEntry entry, ControlCommand command) {
    Outcome outcome = Outcome.NOTHING;
    for (InstrumentId instrument : account.instruments()) {
      if (command.action() == ControlAction.LIQUIDATE || instrument.equals(command.instrument())) {
        Closing closing = new Closing(command.id(), actor(command), command.atNanos(), 0);
        outcome = outcome.and(Closings.begin(state, account, entry, instrument, closing));
      }
    }
    return outcome;
  }

  private static String reason(ControlCommand command) {
    return command.reason().isBlank() ? "by hand" : command.reason();
  }

  private static String actor(ControlCommand command) {
    return command.actor().isBlank() ? "control" : command.actor();
  }
}
