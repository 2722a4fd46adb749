package io.tapedeck.replay;

import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.signal.Signal;
import io.tapedeck.domain.signal.StrategyJournalEntry;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import io.tapedeck.schemas.serde.RecordFormat;
import io.tapedeck.signals.core.Models;
import io.tapedeck.signals.core.PipelineOutput;
import io.tapedeck.signals.core.SignalFold;
import io.tapedeck.signals.core.SignalPlan;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Plays recorded ticks again, each after what the strategy journal says was seen before it, through
 * the pipelines that ran live, and holds every signal and intent against what is on the topics:
 * record by record, bit by bit. {@link JournalVerifier} does the same for decisions.
 */
public final class SignalsReplay {
  private final Tape tape;
  private final SignalPlan plan;
  private final Models models;
  private final Map<IntentId, OrderIntent> intents = new LinkedHashMap<>();
  private final Map<String, Long> lastCauses = new HashMap<>();
  private long ticks;
  private long entries;
  private long comparedIntents;
  private long comparedSignals;
  private long byOthers;
  private long differences;
  private @Nullable String first;

  /**
   * A replay.
   *
   * @param plan as the service was configured when the tape was recorded
   * @param models those that the journal switches to
   */
  public SignalsReplay(Tape tape, SignalPlan plan, Models models) {
    this.tape = tape;
    this.plan = plan;
    this.models = models;
  }

  /**
   * What was found.
   *
   * @param entries of the strategy journal
   * @param byOthers intents of no strategy of the plan, which are not compared
   * @param first the first difference with its coordinates, null if there is none
   */
  public record Result(
      long ticks,
      long entries,
      long signals,
      long intents,
      long byOthers,
      long differences,
      @Nullable String first) {
    /** True if all is the same. */
    public boolean same() {
      return differences == 0;
    }
  }

  /** Plays all partitions. */
  public Result run() {
    for (int partition = 0; partition < tape.partitions(Topics.MARKET_TICKS); partition++) {
      play(partition);
    }
    for (int partition = 0; partition < tape.partitions(Topics.ORDER_INTENTS); partition++) {
      each(Topics.ORDER_INTENTS, partition, this::compare);
    }
    intents
        .values()
        .forEach(
            intent ->
                differs(
                    intent.evidence().cause() + ": wanted again, but not on the tape: " + intent));
    return new Result(
        ticks, entries, comparedSignals, comparedIntents, byOthers, differences, first);
  }

  private void play(int partition) {
    Map<Coordinates, Signal> signals = new LinkedHashMap<>();
    SignalFold fold = new SignalFold(plan, models, new Output(signals));
    each(
        Topics.STRATEGY_JOURNAL,
        partition,
        (Coordinates at, StrategyJournalEntry entry) -> {
          entries++;
          fold.journal(entry);
        });
    each(
        Topics.MARKET_TICKS,
        partition,
        (Coordinates at, MarketEvent event) -> {
          ticks++;
          fold.tick(at, event);
        });
    if (fold.pending() > 0) {
      differs("partition " + partition + ": " + fold.pending() + " journal entries name no tick");
    }
    each(
        Topics.SIGNALS,
        partition,
        (Coordinates at, Signal recorded) -> {
          comparedSignals++;
          Signal again = signals.remove(recorded.tick());
          if (!recorded.equals(again)) {
            differs(at + ": on the tape " + recorded + ", again " + again);
          }
        });
    signals
        .values()
        .forEach(signal -> differs(signal.tick() + ": scored again, but not on the tape"));
  }

  private <T> void each(Topic<T> topic, int partition, BiConsumer<Coordinates, T> to) {
    RecordFormat<T> format = tape.formats().of(topic);
    try (Tape.Records records = tape.records(topic, partition)) {
      while (records.hasNext()) {
        TapeRecord record = records.next();
        byte[] value = record.value();
        try {
          if (value != null) {
            to.accept(record.at(), format.decode(value));
          }
        } catch (UnreadableRecordException e) {
          // the service dead-letters it and goes on; so does this
        }
      }
    }
  }

  private void compare(Coordinates at, OrderIntent recorded) {
    boolean ours =
        plan.strategies().stream().anyMatch(strategy -> strategy.id().equals(recorded.strategy()));
    if (!ours) {
      byOthers++;
      return;
    }
    comparedIntents++;
    OrderIntent again = intents.remove(recorded.id());
    if (!recorded.equals(again)) {
      differs(at + ": on the tape " + recorded + ", again " + again);
    }
    String lane = recorded.strategy() + " " + recorded.instrument();
    long cause = recorded.evidence().cause().offset();
    if (lastCauses.merge(lane, cause, Math::max) > cause) {
      differs(at + ": follows an intent that a later tick caused");
    }
  }

  private void differs(String what) {
    first = differences++ == 0 ? what : first;
  }

  /** Keeps what comes out, to be compared. */
  private final class Output implements PipelineOutput {
    private final Map<Coordinates, Signal> signals;

    Output(Map<Coordinates, Signal> signals) {
      this.signals = signals;
    }

    @Override
    public void signal(Signal signal) {
      signals.put(signal.tick(), signal);
    }

    @Override
    public void intent(OrderIntent intent) {
      intents.put(intent.id(), intent);
    }

    @Override
    public void fault(Signal notFinite) {
      // no signal and no decision, as live
    }
  }
}
