package io.tapedeck.signals.core;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.Quote;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.domain.signal.StrategyJournalEntry;
import io.tapedeck.domain.tape.Coordinates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Plays ticks and strategy journal through the pipelines: signals and intents come out as they did
 * live, and none where there were none. No Kafka; for one thread.
 */
public final class SignalFold {
  private final SignalPlan plan;
  private final Models models;
  private final PipelineOutput output;
  private final ScoreBatch batch;
  private final Map<InstrumentId, InstrumentPipeline> pipelines = new TreeMap<>();
  private final Map<Coordinates, List<StrategyJournalEntry>> journal = new HashMap<>();

  /**
   * A fold from the start of the tape.
   *
   * @param models those that the journal switches to
   */
  public SignalFold(SignalPlan plan, Models models, PipelineOutput output) {
    this.plan = plan;
    this.models = models;
    this.output = output;
    this.batch = new ScoreBatch(plan.features().width());
  }

  /** A journal entry, in the order of its topic and before the tick that it names. */
  public void journal(StrategyJournalEntry entry) {
    journal.computeIfAbsent(entry.before(), at -> new ArrayList<>()).add(entry);
  }

  /** The next tick of its instrument. */
  public void tick(Coordinates at, MarketEvent event) {
    InstrumentPipeline pipeline = pipeline(event.instrument());
    pipeline.at(at.topic(), at.partition(), at.offset());
    List<StrategyJournalEntry> entries = journal.remove(at);
    if (entries != null) {
      entries.forEach(pipeline::observe);
    }
    deliver(event, pipeline);
    batch.flush();
  }

  /** Journal entries whose tick has not come. */
  public int pending() {
    return journal.values().stream().mapToInt(List::size).sum();
  }

  /** The pipeline of an instrument, fresh if it had no tick yet. */
  public InstrumentPipeline pipeline(InstrumentId instrument) {
    return pipelines.computeIfAbsent(
        instrument, fresh -> new InstrumentPipeline(fresh, plan, models, batch, output));
  }

  private static void deliver(MarketEvent event, InstrumentPipeline pipeline) {
    if (event instanceof Quote q) {
      pipeline.onQuote(
          q.eventNanos(),
          q.receivedNanos(),
          q.venueId(),
          q.bidPrice().raw(),
          q.bidSize().raw(),
          q.askPrice().raw(),
          q.askSize().raw());
    } else if (event instanceof Trade t) {
      pipeline.onTrade(
          t.eventNanos(),
          t.receivedNanos(),
          t.venueId(),
          t.price().raw(),
          t.size().raw(),
          t.aggressor());
    } else {
      pipeline.onOther(event);
    }
  }
}
