package io.tapedeck.replay.backtest;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.signal.StrategyObservation;
import io.tapedeck.signals.core.Orders;
import io.tapedeck.signals.core.Seen;
import io.tapedeck.signals.core.Strategy;
import io.tapedeck.signals.core.StrategyState;
import io.tapedeck.signals.core.Tick;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Wants what the test says, at the tick of a number (from 0), and notes what it sees. */
final class Scripted implements Strategy {
  static final AccountId MAIN = new AccountId("main");

  private final Map<Integer, Function<List<IntentId>, OrderAction>> script;
  final List<String> seen = new ArrayList<>();

  Scripted(Map<Integer, Function<List<IntentId>, OrderAction>> script) {
    this.script = script;
  }

  @Override
  public StrategyId id() {
    return new StrategyId("scripted");
  }

  @Override
  public AccountId account() {
    return MAIN;
  }

  @Override
  public boolean trades(InstrumentId instrument) {
    return true;
  }

  @Override
  public StrategyState start() {
    return new StrategyState() {
      private final List<IntentId> wanted = new ArrayList<>();
      private int tick;

      @Override
      public void onObservation(StrategyObservation what, Seen now) {
        String text =
            what instanceof StrategyObservation.OrderSeen order
                ? order.kind() + " " + order.leaves()
                : what instanceof StrategyObservation.PositionSeen position
                    ? "position " + position.position()
                    : what.getClass().getSimpleName();
        seen.add(tick + ": " + text);
      }

      @Override
      public boolean onTick(Tick market, Seen now, Orders orders) {
        Function<List<IntentId>, OrderAction> wish = script.get(tick++);
        if (wish != null) {
          wanted.add(orders.want(wish.apply(wanted)));
        }
        return true;
      }

      @Override
      public boolean works(IntentId intent) {
        return wanted.contains(intent);
      }

      @Override
      public boolean cancelAll(Orders orders) {
        return false;
      }

      @Override
      public int bytes() {
        return 0;
      }

      @Override
      public void write(ByteBuffer out) {}

      @Override
      public void read(ByteBuffer in) {}
    };
  }
}
