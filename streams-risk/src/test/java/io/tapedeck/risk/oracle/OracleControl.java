package io.tapedeck.risk.oracle;

import static io.tapedeck.risk.oracle.OracleAccount.decimal;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.CheckCode;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Commands, the circuit breaker, and positions that are being closed. */
final class OracleControl {
  private static final int CLOSING_ORDERS = 5;

  private final RiskOracle oracle;

  OracleControl(RiskOracle oracle) {
    this.oracle = oracle;
  }

  void command(ControlCommand command) {
    boolean everyone = command.account() == null;
    Collection<OracleAccount> whom =
        everyone ? oracle.accounts.values() : List.of(oracle.account(command.account()));
    switch (command.action()) {
      case HALT -> {
        state(command, TradingState.HALTED);
        whom.forEach(account -> cancel(account, null));
      }
      case REDUCE -> state(command, TradingState.REDUCING);
      case RESUME -> {
        state(command, TradingState.ACTIVE);
        if (!everyone) {
          oracle.account(command.account()).quarantined = false;
        }
      }
      case CANCEL_ALL -> whom.forEach(account -> cancel(account, null));
      case CLOSE_POSITION -> whom.forEach(account -> startClosing(account, command.instrument()));
      case LIQUIDATE ->
          whom.forEach(
              account ->
                  oracle.values(account).instruments().forEach(i -> startClosing(account, i)));
      case TRIP_BREAKER -> {
        if (everyone) {
          oracle.breaker.trip(oracle.clock, oracle.limits.everyone());
        } else {
          whom.forEach(a -> a.breaker.trip(oracle.clock, oracle.limits.of(a.id)));
        }
        whom.forEach(this::cancelUnlessStops);
      }
      case RESET_BREAKER -> {
        if (everyone) {
          oracle.breaker.reset();
        } else {
          whom.forEach(this::resume);
        }
      }
      case DISABLE_STRATEGY, ENABLE_STRATEGY -> {
        if (!everyone) {
          strategy(oracle.account(command.account()), command);
        }
      }
      case DEPOSIT -> whom.forEach(a -> deposit(a, decimal(command.amount().raw())));
      case WITHDRAW -> whom.forEach(a -> deposit(a, decimal(command.amount().raw()).negate()));
      default -> {}
    }
  }

  private static void strategy(OracleAccount account, ControlCommand command) {
    String name = command.strategy().value();
    if (command.action() == ControlAction.DISABLE_STRATEGY) {
      account.disabled.add(name);
    } else {
      account.disabled.remove(name);
      account.equals.keySet().removeIf(kind -> kind.strategy().equals(name));
    }
  }

  private void state(ControlCommand command, TradingState to) {
    if (command.account() == null) {
      oracle.global = to;
    } else {
      oracle.account(command.account()).state = to;
    }
  }

  private static void deposit(OracleAccount account, BigDecimal amount) {
    account.deposits = account.deposits.add(amount);
    account.peak = account.peak == null ? null : account.peak.add(amount);
  }

  private void cancel(OracleAccount account, InstrumentId only) {
    account.working.forEach(
        (id, order) -> {
          if (only == null || order.instrument.equals(only)) {
            oracle.cancels.add(id);
          }
        });
  }

  private void cancelUnlessStops(OracleAccount account) {
    account.working.forEach(
        (id, order) -> {
          if (!order.waitsForStop()) {
            oracle.cancels.add(id);
          }
        });
  }

  private void startClosing(OracleAccount account, InstrumentId instrument) {
    cancel(account, instrument);
    account.closings.put(instrument, 0);
  }

  /** The breaker closes again. */
  void resume(OracleAccount account) {
    account.breaker.reset();
    account.losses = 0;
  }

  /** Moves the peak, and trips the breaker where it must. */
  void watch(OracleAccount account) {
    OracleLimits.View limits = oracle.limits.of(account.id);
    OracleValues values = oracle.values(account);
    BigDecimal equity = values.equity();
    if (values.capitalKnown()) {
      account.peak = account.peak == null ? equity : account.peak.max(equity);
    }
    boolean bad = bad(account, limits, values.profit(), equity);
    if (!bad) {
      account.breaker.armed = true;
    } else if (account.breaker.armed
        && !account.breaker.tripped
        && !limits.is("enable_circuit_breaker", "false")) {
      account.breaker.trip(oracle.clock, limits);
      cancelUnlessStops(account);
    }
  }

  private static boolean bad(
      OracleAccount account, OracleLimits.View limits, BigDecimal profit, BigDecimal equity) {
    BigDecimal fall = RiskOracle.drawdown(account.peak, equity);
    BigDecimal threshold = limits.number("drawdown_threshold_percent");
    return reaches(account.dayBase.subtract(profit), limits.number("daily_loss_threshold"))
        || reaches(account.weekBase.subtract(profit), limits.number("max_weekly_loss"))
        || reaches(account.monthBase.subtract(profit), limits.number("max_monthly_loss"))
        || (fall != null && threshold != null && fall.compareTo(threshold) > 0)
        || reaches(BigDecimal.valueOf(account.losses), limits.number("max_consecutive_losses"));
  }

  private static boolean reaches(BigDecimal loss, BigDecimal limit) {
    return limit != null && loss.compareTo(limit) >= 0;
  }

  /** Takes the closings of an account on, as far as they can go. */
  void close(OracleAccount account, RiskOracle.Referee referee) {
    for (InstrumentId instrument : List.copyOf(account.closings.keySet())) {
      BigDecimal held = account.held(instrument);
      if (account.works(instrument)) {
        continue;
      }
      int sent = account.closings.get(instrument);
      if (held.signum() == 0
          || sent == CLOSING_ORDERS
          || !closingOrder(account, instrument, referee)) {
        account.closings.remove(instrument);
      } else {
        account.closings.put(instrument, sent + 1);
      }
    }
  }

  private boolean closingOrder(
      OracleAccount account, InstrumentId instrument, RiskOracle.Referee referee) {
    BigDecimal held = account.held(instrument);
    Side side = held.signum() > 0 ? Side.SELL : Side.BUY;
    OracleChecks.Ask ask =
        new OracleChecks.Ask(
            "",
            instrument,
            side,
            OrderType.MARKET,
            held.abs(),
            null,
            true,
            true,
            false,
            true,
            null);
    Set<CheckCode> denials = EnumSet.noneOf(CheckCode.class);
    if (account.quarantined) {
      denials.add(CheckCode.ACCOUNT_QUARANTINED);
    }
    OracleLimits.View limits = oracle.limits.of(account.id, instrument);
    RiskOracle.Verdict verdict = new OracleGate(oracle, account, limits, ask).judge(denials);
    String id = referee.closes(account.id, instrument, side, held.abs(), verdict);
    if (id != null) {
      oracle.approved(account, id, ask, limits);
    }
    return id != null;
  }
}
