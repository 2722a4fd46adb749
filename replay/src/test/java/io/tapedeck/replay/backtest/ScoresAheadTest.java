package io.tapedeck.replay.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.signal.Signal;
import io.tapedeck.domain.signal.StrategyJournalEntry;
import io.tapedeck.domain.signal.StrategyObservation.ModelSwitched;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.replay.tick.TapeTick;
import io.tapedeck.replay.tick.TickSource;
import io.tapedeck.replay.tick.Ticks;
import io.tapedeck.schemas.Topics;
import io.tapedeck.signals.core.Emit;
import io.tapedeck.signals.core.Model;
import io.tapedeck.signals.core.Models;
import io.tapedeck.signals.core.PipelineOutput;
import io.tapedeck.signals.core.SignalFold;
import io.tapedeck.signals.core.SignalPlan;
import io.tapedeck.signals.core.feature.FeatureVector;
import io.tapedeck.signals.onnx.ModelFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Scored ahead in batches, signals are those that the production fold makes tick by tick. */
class ScoresAheadTest {
  private static final ModelFile MODEL =
      ModelFile.read(
          Path.of(System.getProperty("tapedeck.root"), "config", "models", "mid-move.onnx"));
  private static final Ticks WALK = Ticks.walk(9, 10_000);

  private static SignalPlan plan(Emit emit) {
    return new SignalPlan(
        FeatureVector.of(MODEL.card().features()), 250_000_000, emit, 5_000_000_000L, List.of());
  }

  @Test
  void everySignalIsTheFoldsBitForBit() {
    for (Emit emit : Emit.values()) {
      List<Signal> played = new ArrayList<>();
      BacktestPlan plan =
          new BacktestPlan(
              plan(emit), MODEL, List.of(Plans.limits(Map.of())), Plans.AT_ONCE, Ticks.SECOND);
      BacktestRun.of(
          plan,
          WALK.source(),
          new BacktestListener() {
            @Override
            public void signal(Signal signal) {
              played.add(signal);
            }
          });

      List<Signal> expected = folded(emit);
      assertThat(played).as(emit.name()).isEqualTo(expected).hasSizeGreaterThan(100);
    }
  }

  private static List<Signal> folded(Emit emit) {
    List<Signal> signals = new ArrayList<>();
    PipelineOutput output =
        new PipelineOutput() {
          @Override
          public void signal(Signal signal) {
            signals.add(signal);
          }

          @Override
          public void intent(OrderIntent intent) {
            throw new AssertionError("nobody wants anything: " + intent);
          }

          @Override
          public void fault(Signal notFinite) {
            throw new AssertionError("not finite: " + notFinite);
          }
        };
    try (Model model = MODEL.open();
        TickSource source = WALK.source()) {
      SignalFold fold = new SignalFold(plan(emit), Models.only(model), output);
      Set<InstrumentId> begun = new HashSet<>();
      TapeTick tick = new TapeTick();
      while (source.next(tick)) {
        InstrumentId instrument = source.lanes().get(tick.instrument()).instrument();
        Coordinates at = new Coordinates(Topics.MARKET_TICKS.name(), 0, tick.offset());
        if (begun.add(instrument)) {
          fold.journal(
              new StrategyJournalEntry(
                  instrument,
                  StrategyJournalEntry.EVERY,
                  at,
                  new ModelSwitched(model.sha256(), at)));
        }
        fold.tick(at, event(tick, instrument));
      }
    }
    return signals;
  }

  private static MarketEvent event(TapeTick tick, InstrumentId instrument) {
    return tick.kind() == TapeTick.Kind.QUOTE
        ? new MarketEvent.Quote(
            instrument,
            tick.eventNanos(),
            tick.receivedNanos(),
            tick.venueId(),
            new Price(tick.bid()),
            new Quantity(tick.bidSize()),
            new Price(tick.ask()),
            new Quantity(tick.askSize()))
        : new MarketEvent.Trade(
            instrument,
            tick.eventNanos(),
            tick.receivedNanos(),
            tick.venueId(),
            new Price(tick.price()),
            new Quantity(tick.size()),
            tick.aggressor());
  }
}
