package io.tapedeck.replay.backtest;

import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.signal.Signal;
import io.tapedeck.risk.core.ChainHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hears what happens in a backtest, in its order; changes nothing. */
public interface BacktestListener {
  /** A strategy wants something. */
  default void intent(OrderIntent intent) {}

  /** The model was asked. */
  default void signal(Signal signal) {}

  /** Risk journalled an entry, and what it decided on it. */
  default void journalled(JournalEntry entry, List<Decision> decisions, ChainHash chain) {}

  /**
   * Something happened to an order.
   *
   * @param command the order as risk approved it, null for none of ours
   * @param nowNanos received time at which risk and strategies know
   */
  default void orderEvent(OrderEvent event, @Nullable OrderCommand command, long nowNanos) {}

  /** Risk wants a person to know. */
  default void alarm(String text, long nowNanos) {}

  /** Both hear everything, in this order. */
  static BacktestListener both(BacktestListener one, BacktestListener other) {
    return new BacktestListener() {
      @Override
      public void intent(OrderIntent intent) {
        one.intent(intent);
        other.intent(intent);
      }

      @Override
      public void signal(Signal signal) {
        one.signal(signal);
        other.signal(signal);
      }

      @Override
      public void journalled(JournalEntry entry, List<Decision> decisions, ChainHash chain) {
        one.journalled(entry, decisions, chain);
        other.journalled(entry, decisions, chain);
      }

      @Override
      public void orderEvent(OrderEvent event, @Nullable OrderCommand command, long nowNanos) {
        one.orderEvent(event, command, nowNanos);
        other.orderEvent(event, command, nowNanos);
      }

      @Override
      public void alarm(String text, long nowNanos) {
        one.alarm(text, nowNanos);
        other.alarm(text, nowNanos);
      }
    };
  }
}
