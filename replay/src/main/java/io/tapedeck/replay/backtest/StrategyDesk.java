package io.tapedeck.replay.backtest;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.signal.StrategyJournalEntry;
import io.tapedeck.domain.signal.StrategyObservation.ModelSwitched;
import io.tapedeck.domain.signal.StrategyObservation.OrderSeen;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.replay.tick.TapeTick;
import io.tapedeck.schemas.Topics;
import io.tapedeck.signals.core.AccountView;
import io.tapedeck.signals.core.InstrumentPipeline;
import io.tapedeck.signals.core.Model;
import io.tapedeck.signals.core.ModelException;
import io.tapedeck.signals.core.Models;
import io.tapedeck.signals.core.PipelineOutput;
import io.tapedeck.signals.core.ScoreBatch;
import io.tapedeck.signals.core.SignalPlan;
import io.tapedeck.signals.core.StrategyRun;
import io.tapedeck.signals.core.Surroundings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signals without Kafka: the pipelines of all instruments, and what their strategies see besides
 * ticks, from the next tick on after it was known. For one thread.
 */
final class StrategyDesk {
  private static final String TICKS = Topics.MARKET_TICKS.name();
  private static final String ACCOUNTS = Topics.ACCOUNT_STATE.name();
  private static final String EVENTS = Topics.ORDER_EVENTS.name();
  private static final Coordinates CONFIG = new Coordinates(Topics.CONTROL_COMMANDS.name(), 0, 0);

  private final SignalPlan plan;
  private final @Nullable Model model;
  private final PipelineOutput output;
  private final ScoreBatch batch;
  private final Map<AccountId, Known> accounts = new HashMap<>();
  private final Map<InstrumentId, Lane> lanes = new HashMap<>();
  private long published;
  private long events;

  StrategyDesk(SignalPlan plan, @Nullable Model model, PipelineOutput output) {
    this.plan = plan;
    this.model = model;
    this.output = output;
    this.batch = new ScoreBatch(plan.features().width());
  }

  /** What is known of an account; null before it was published. */
  private static final class Known {
    private @Nullable AccountView view;
  }

  /** A strategy at work on an instrument, and what it has still to see. */
  private static final class Place {
    private final StrategyRun run;
    private final Known account;
    private final List<OrderSeen> orders = new ArrayList<>();
    private @Nullable AccountView looked;

    Place(StrategyRun run, Known account) {
      this.run = run;
      this.account = account;
    }

    @SuppressWarnings("ReferenceEquality") // asked at every tick; values are compared after a yes
    boolean news() {
      return looked != account.view || !orders.isEmpty();
    }
  }

  /** One instrument. */
  final class Lane {
    private final InstrumentPipeline pipeline;
    private final int partition;
    private final List<Place> places = new ArrayList<>();
    private boolean modelled;

    private Lane(InstrumentId instrument, int partition) {
      Models models = model == null ? StrategyDesk::noModel : Models.only(model);
      this.pipeline = new InstrumentPipeline(instrument, plan, models, batch, output);
      this.partition = partition;
      for (StrategyRun run : pipeline.runs()) {
        Known account = accounts.computeIfAbsent(run.strategy().account(), fresh -> new Known());
        places.add(new Place(run, account));
      }
    }

    /** A tick, after all that became known before it. */
    void tick(TapeTick tick) {
      pipeline.at(TICKS, partition, tick.offset());
      if (!modelled) {
        useModel();
      }
      for (int i = 0; i < places.size(); i++) {
        Place place = places.get(i);
        if (place.news()) {
          look(place);
        }
      }
      deliver(tick);
      if (batch.waiting() > 0) {
        batch.flush();
      }
    }

    private void useModel() {
      modelled = true;
      if (model != null) {
        pipeline.observe(
            new StrategyJournalEntry(
                pipeline.instrument(),
                StrategyJournalEntry.EVERY,
                pipeline.coordinates(),
                new ModelSwitched(model.sha256(), CONFIG)));
      }
    }

    private void look(Place place) {
      place.looked = place.account.view;
      Surroundings around = new Surroundings(place.account.view, null, List.copyOf(place.orders));
      place.orders.clear();
      for (StrategyJournalEntry entry : place.run.unseen(pipeline.coordinates(), around)) {
        place.run.observe(entry.observation());
      }
    }

    private void deliver(TapeTick tick) {
      switch (tick.kind()) {
        case QUOTE ->
            pipeline.onQuote(
                tick.eventNanos(),
                tick.receivedNanos(),
                tick.venueId(),
                tick.bid(),
                tick.bidSize(),
                tick.ask(),
                tick.askSize());
        case TRADE ->
            pipeline.onTrade(
                tick.eventNanos(),
                tick.receivedNanos(),
                tick.venueId(),
                tick.price(),
                tick.size(),
                tick.aggressor());
        case OTHER -> pipeline.onOther(tick.event());
      }
    }
  }

  Lane lane(InstrumentId instrument, int partition) {
    return lanes.computeIfAbsent(instrument, fresh -> new Lane(fresh, partition));
  }

  /** Risk published an account. */
  void account(AccountSnapshot snapshot) {
    Known known = accounts.computeIfAbsent(snapshot.account(), fresh -> new Known());
    known.view = AccountView.of(snapshot, new Coordinates(ACCOUNTS, 0, published++));
  }

  /** Something happened to an order. */
  void order(OrderEvent event) {
    long offset = events++;
    Lane lane = lanes.get(event.instrument());
    if (event.intent() == null || lane == null) {
      return;
    }
    for (Place place : lane.places) {
      if (place.run.strategy().account().equals(event.account())) {
        place.orders.add(
            new OrderSeen(
                event.account(),
                event.intent(),
                event.kind(),
                new Coordinates(EVENTS, 0, offset),
                event.leaves()));
      }
    }
  }

  private static Model noModel(String sha256) {
    throw new ModelException("the run has no model, not even " + sha256);
  }
}
