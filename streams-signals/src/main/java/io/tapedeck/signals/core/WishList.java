package io.tapedeck.signals.core;

import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.order.OrderAction;
import org.jspecify.annotations.Nullable;

/** Numbers what a strategy wants at one tick and hands it on. */
final class WishList implements Orders {
  private final StrategyRun run;
  private @Nullable InstrumentPipeline pipeline;
  private int next;

  WishList(StrategyRun run) {
    this.run = run;
  }

  void begin(InstrumentPipeline at) {
    pipeline = at;
    next = 0;
  }

  @Override
  public IntentId want(OrderAction action) {
    InstrumentPipeline at = pipeline;
    if (at == null) {
      throw new IllegalStateException("an order is wanted outside a tick");
    }
    return at.want(run, next++, action);
  }
}
