package io.tapedeck.signals.core.strategy;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.signal.Signal;
import io.tapedeck.domain.signal.StrategyJournalEntry;
import io.tapedeck.domain.signal.StrategyObservation;
import io.tapedeck.domain.signal.StrategyObservation.ControlSeen;
import io.tapedeck.domain.signal.StrategyObservation.OrderSeen;
import io.tapedeck.domain.signal.StrategyObservation.PositionSeen;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.signals.Ticks;
import io.tapedeck.signals.core.Emit;
import io.tapedeck.signals.core.InstrumentPipeline;
import io.tapedeck.signals.core.ModelException;
import io.tapedeck.signals.core.Models;
import io.tapedeck.signals.core.PipelineOutput;
import io.tapedeck.signals.core.ScoreBatch;
import io.tapedeck.signals.core.SignalPlan;
import io.tapedeck.signals.core.Strategy;
import io.tapedeck.signals.core.StrategyRun;
import io.tapedeck.signals.core.feature.FeatureVector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A market without a model that a test moves by hand, with one strategy in it. */
final class Market implements PipelineOutput {
  static final AccountId ACCOUNT = new AccountId("paper-1");
  static final StrategyId NAME = new StrategyId("s");
  static final long SECOND = 1_000_000_000L;

  private static final Models NONE =
      sha256 -> {
        throw new ModelException("no model");
      };

  final List<OrderIntent> intents = new ArrayList<>();
  private InstrumentPipeline pipeline;
  private final Strategy strategy;
  private long millis;
  private long seen;

  Market(Strategy strategy) {
    this.strategy = strategy;
    this.pipeline = fresh();
  }

  private InstrumentPipeline fresh() {
    SignalPlan plan =
        new SignalPlan(
            FeatureVector.of(List.of("mid")), 0, Emit.INTERVAL, 5 * SECOND, List.of(strategy));
    return new InstrumentPipeline(Ticks.BTC, plan, NONE, new ScoreBatch(1), this);
  }

  /** A quote around a mid, a cent wide, so many milliseconds after the last. */
  List<OrderAction> tick(String mid, long afterMillis) {
    int before = intents.size();
    millis += afterMillis;
    long price = Price.of(mid).raw();
    pipeline.at("t", 0, millis);
    pipeline.onQuote(
        millis * 1_000_000,
        millis * 1_000_000,
        MarketEvent.NO_VENUE_ID,
        price - 5_000_000,
        SECOND,
        price + 5_000_000,
        SECOND);
    return intents.subList(before, intents.size()).stream().map(OrderIntent::action).toList();
  }

  List<OrderAction> tick(String mid) {
    return tick(mid, 1_000);
  }

  void see(StrategyObservation what) {
    pipeline.observe(
        new StrategyJournalEntry(Ticks.BTC, NAME, new Coordinates("t", 0, millis + 1), what));
  }

  void position(String quantity, @Nullable String averagePrice) {
    see(
        new PositionSeen(
            ACCOUNT,
            Quantity.of(quantity),
            ++seen,
            new Coordinates("a", 0, seen),
            averagePrice == null ? null : Price.of(averagePrice)));
  }

  void state(TradingState state) {
    see(new ControlSeen(ACCOUNT, state, new Coordinates("a", 0, ++seen)));
  }

  void order(IntentId intent, OrderEventKind kind, @Nullable String leaves) {
    see(
        new OrderSeen(
            ACCOUNT,
            intent,
            kind,
            new Coordinates("o", 0, ++seen),
            leaves == null ? null : Quantity.of(leaves)));
  }

  StrategyRun run() {
    return pipeline.runs().get(0);
  }

  /** The strategy goes on from its stored bytes in a pipeline that knows nothing else. */
  void restart() {
    byte[] stored = run().toBytes();
    java.nio.ByteBuffer features = java.nio.ByteBuffer.allocate(InstrumentPipeline.BYTES);
    pipeline.write(features);
    pipeline = fresh();
    pipeline.read(java.nio.ByteBuffer.wrap(features.array()));
    run().restore(stored);
  }

  @Override
  public void signal(Signal signal) {
    throw new AssertionError("there is no model");
  }

  @Override
  public void intent(OrderIntent intent) {
    intents.add(intent);
  }

  @Override
  public void fault(Signal notFinite) {
    throw new AssertionError("there is no model");
  }
}
