package io.tapedeck.replay.golden;

import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.replay.backtest.BacktestListener;
import io.tapedeck.replay.backtest.ResultJson;
import io.tapedeck.risk.core.ChainHash;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run's intents, decisions and order events, a line each, for people and for comparison. */
public final class GoldenLines implements BacktestListener {
  private final List<String> lines = new ArrayList<>();

  /** The lines so far, in order. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void intent(OrderIntent intent) {
    lines.add(
        "intent "
            + ResultJson.time(intent.receivedNanos())
            + " "
            + intent.strategy()
            + " "
            + intent.instrument()
            + " "
            + intent.action()
            + " "
            + intent.id());
  }

  @Override
  public void journalled(JournalEntry entry, List<Decision> decisions, ChainHash chain) {
    for (Decision decision : decisions) {
      lines.add(
          "decision "
              + (decision.approved() ? "approved" : "denied " + decision.denials())
              + " mark "
              + decision.mark()
              + " "
              + decision.intent());
    }
  }

  @Override
  public void orderEvent(OrderEvent event, @Nullable OrderCommand command, long nowNanos) {
    Execution execution = event.execution();
    String what =
        execution == null
            ? event.reason()
            : execution.side()
                + " "
                + execution.quantity()
                + " @ "
                + execution.price()
                + " fee "
                + execution.fee()
                + (execution.maker() ? " maker" : " taker");
    lines.add(
        "event "
            + ResultJson.time(nowNanos)
            + " "
            + event.kind()
            + " "
            + what
            + " "
            + event.intent());
  }
}
