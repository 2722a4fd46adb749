package io.tapedeck.executor.metrics;

import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.Side;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much worse executions are than the mark that their order was approved at (arrival price), in
 * basis points of it; below zero they are better. Of orders claimed since the start. Thread-safe.
 */
final class Slippage {
  private static final int ORDERS = 10_000;
  private static final int EXECUTIONS = 100;
  private static final double BASIS_POINTS = 1e4;

  // guarded by this; the longest known is forgotten first
  private final Map<IntentId, Price> arrivals =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<IntentId, Price> eldest) {
          return size() > ORDERS;
        }
      };
  private final Deque<Double> latest = new ArrayDeque<>();

  synchronized void arrived(IntentId intent, Price mark) {
    arrivals.put(intent, mark);
  }

  synchronized void executed(IntentId intent, Execution execution) {
    Price mark = arrivals.get(intent);
    if (mark != null && mark.signum() > 0) {
      double paid = execution.price().raw() - mark.raw();
      double worse = execution.side() == Side.BUY ? paid : -paid;
      latest.addLast(worse / mark.raw() * BASIS_POINTS);
      if (latest.size() > EXECUTIONS) {
        latest.removeFirst();
      }
    }
  }

  /** Mean of the last hundred executions; not a number before the first. */
  synchronized double mean() {
    return latest.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }
}
