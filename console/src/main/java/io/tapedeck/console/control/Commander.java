package io.tapedeck.console.control;

import io.tapedeck.console.view.CommandView;
import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.DerivedIds;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.AccountSnapshot.Figures;
import io.tapedeck.domain.risk.AccountSnapshot.PositionLine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes control commands of what a person wants, and has them written. Thread-safe. */
public final class Commander {
  private final Function<ControlCommand, List<String>> writer;
  private final LongSupplier clock;
  private final AtomicLong count = new AtomicLong();

  /**
   * A commander.
   *
   * @param writer writes a command and says where its records lie
   * @param clock wall time, nanoseconds since the epoch
   */
  public Commander(Function<ControlCommand, List<String>> writer, LongSupplier clock) {
    this.writer = writer;
    this.clock = clock;
  }

  /** One command for an account, or for everyone (null). */
  public CommandView order(
      ControlAction action, @Nullable AccountId account, String actor, String reason) {
    return write(action, account, null, actor, reason);
  }

  /**
   * Resets the breaker of an account, or (null) everyone's and that of each account that has
   * tripped by itself: the one for everyone does not reach those.
   */
  public List<CommandView> resetBreaker(
      @Nullable AccountId account,
      Collection<AccountSnapshot> accounts,
      String actor,
      String reason) {
    List<CommandView> written = new ArrayList<>();
    written.add(order(ControlAction.RESET_BREAKER, account, actor, reason));
    if (account == null) {
      for (AccountSnapshot each : accounts) {
        Figures figures = each.figures();
        if (figures != null && figures.breakerTripped()) {
          written.add(order(ControlAction.RESET_BREAKER, each.account(), actor, reason));
        }
      }
    }
    return written;
  }

  /**
   * Closes a position in each of the accounts that hold it.
   *
   * @param symbol {@code VENUE:SYMBOL}, or the symbol alone for every venue
   */
  public List<CommandView> close(
      String symbol, Collection<AccountSnapshot> accounts, String actor, String reason) {
    List<CommandView> written = new ArrayList<>();
    for (AccountSnapshot account : accounts) {
      for (PositionLine line : account.positions()) {
        if (!line.quantity().isZero() && named(line.instrument(), symbol)) {
          written.add(
              write(
                  ControlAction.CLOSE_POSITION,
                  account.account(),
                  line.instrument(),
                  actor,
                  reason));
        }
      }
    }
    return written;
  }

  private static boolean named(InstrumentId instrument, String symbol) {
    return instrument.value().equals(symbol) || instrument.symbol().equals(symbol);
  }

  private CommandView write(
      ControlAction action,
      @Nullable AccountId account,
      @Nullable InstrumentId instrument,
      String actor,
      String reason) {
    long now = clock.getAsLong();
    String id =
        DerivedIds.name(
            "control",
            Long.toString(ProcessHandle.current().pid()),
            Long.toString(now),
            Long.toString(count.incrementAndGet()),
            action.name());
    ControlCommand command =
        new ControlCommand(id, account, action, instrument, actor, reason, now);
    return new CommandView(command, writer.apply(command));
  }
}
