package io.tapedeck.signals.core;

import io.tapedeck.domain.id.DerivedIds;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEventHandler;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.signal.Evidence;
import io.tapedeck.domain.signal.Signal;
import io.tapedeck.domain.signal.StrategyJournalEntry;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.signals.core.feature.Features;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One instrument from tick to intent:
 *
 * <ol>
 *   <li>{@link #at} says which tick comes
 *   <li>what strategies saw is applied: {@link StrategyRun#observe}
 *   <li>the tick updates the features, always
 *   <li>when it is time, the model scores them and the signal goes out
 *   <li>strategies get the tick and want orders
 * </ol>
 *
 * <p>The live shell and the replay call the same methods in the same order, so they get the same
 * signals and intents. For one thread.
 */
public final class InstrumentPipeline implements MarketEventHandler, Tick {
  /** Size of {@link #write}'s fixed layout. */
  public static final int BYTES = 1 + Features.BYTES + 4 * Long.BYTES + 2;

  private static final byte LAYOUT = 2;

  private final InstrumentId instrument;
  private final SignalPlan plan;
  private final PipelineOutput output;
  private final Features features;
  private final List<StrategyRun> runs = new ArrayList<>();
  private final float[] vector;
  private final float[] scoreOf = new float[1];

  // which tick
  private String topic = "";
  private int partition;
  private long offset;

  // kept in the layout
  private long clockNanos = Long.MIN_VALUE;
  private long scoredAtNanos;
  private boolean everScored;
  private double score;
  private double emittedScore;
  private boolean everEmitted;

  private boolean scored;

  /** A fresh pipeline. */
  public InstrumentPipeline(InstrumentId instrument, SignalPlan plan, PipelineOutput output) {
    this.instrument = instrument;
    this.plan = plan;
    this.output = output;
    this.features = plan.features().start();
    this.vector = new float[plan.features().width()];
    for (Strategy strategy : plan.strategies()) {
      if (strategy.trades(instrument)) {
        runs.add(new StrategyRun(instrument, strategy));
      }
    }
  }

  /** Whose. */
  public InstrumentId instrument() {
    return instrument;
  }

  /** The strategies at work on the instrument, in the order of the config. */
  public List<StrategyRun> runs() {
    return runs;
  }

  /** Says which tick comes next. */
  public void at(String tickTopic, int tickPartition, long tickOffset) {
    topic = tickTopic;
    partition = tickPartition;
    offset = tickOffset;
  }

  /** Address of the tick in hand. */
  public Coordinates coordinates() {
    return new Coordinates(topic, partition, offset);
  }

  /** Applies a journal entry, before the tick that it names. */
  public void observe(StrategyJournalEntry entry) {
    for (StrategyRun run : runs) {
      if (run.strategy().id().equals(entry.strategy())) {
        run.observe(entry.observation());
      }
    }
  }

  @Override
  public void onQuote(
      long eventNanos,
      long receivedNanos,
      long venueId,
      long bidPrice,
      long bidSize,
      long askPrice,
      long askSize) {
    features.onQuote(eventNanos, bidPrice, bidSize, askPrice, askSize);
    react(eventNanos, receivedNanos);
  }

  @Override
  public void onTrade(
      long eventNanos,
      long receivedNanos,
      long venueId,
      long price,
      long size,
      AggressorSide aggressor) {
    features.onTrade(eventNanos, price, size, aggressor);
    react(eventNanos, receivedNanos);
  }

  /** Books and statuses lead to no feature yet. */
  @Override
  public void onOther(MarketEvent event) {}

  private void react(long eventNanos, long receivedNanos) {
    clockNanos = Math.max(clockNanos, eventNanos);
    scored = false;
    if (isTimeToScore() && plan.features().warm(features)) {
      scoreNow(eventNanos, receivedNanos);
    }
    for (StrategyRun run : runs) {
      WishList wishes = run.wishes();
      wishes.begin(this, eventNanos, receivedNanos);
      run.onTick(this);
    }
  }

  private boolean isTimeToScore() {
    return !everScored
        || plan.emit() == Emit.EVERY_TICK
        || clockNanos - scoredAtNanos >= plan.updateIntervalNanos();
  }

  private void scoreNow(long eventNanos, long receivedNanos) {
    everScored = true;
    scoredAtNanos = clockNanos;
    plan.features().compute(features, vector);
    plan.model().score(vector, 1, scoreOf);
    double latest = scoreOf[0];
    if (!Double.isFinite(latest)) {
      output.fault(signal(eventNanos, receivedNanos, latest));
      return;
    }
    score = latest;
    scored = true;
    if (plan.emit() != Emit.ON_CHANGE || !everEmitted || score != emittedScore) {
      everEmitted = true;
      emittedScore = score;
      output.signal(signal(eventNanos, receivedNanos, score));
    }
  }

  private Signal signal(long eventNanos, long receivedNanos, double value) {
    return new Signal(
        instrument,
        eventNanos,
        receivedNanos,
        value,
        vector(),
        plan.model().sha256(),
        coordinates());
  }

  /** The vector as the model got it. */
  private List<Double> vector() {
    List<Double> values = new ArrayList<>(vector.length);
    for (float value : vector) {
      values.add((double) value);
    }
    return values;
  }

  IntentId want(
      StrategyRun run, int index, OrderAction action, long eventNanos, long receivedNanos) {
    Coordinates cause = coordinates();
    IntentId id = DerivedIds.intent(run.strategy().id(), cause, index);
    if (!scored) {
      plan.features().compute(features, vector);
    }
    Evidence evidence =
        new Evidence(
            cause,
            plan.model().sha256(),
            score,
            vector(),
            run.seen().position(),
            run.seen().positionSource());
    output.intent(
        new OrderIntent(
            id,
            run.strategy().account(),
            run.strategy().id(),
            instrument,
            action,
            eventNanos,
            receivedNanos,
            Math.addExact(clockNanos, plan.intentTtlNanos()),
            evidence));
    return id;
  }

  /** The running state of the features. */
  public Features features() {
    return features;
  }

  @Override
  public long clockNanos() {
    return clockNanos;
  }

  @Override
  public long bid() {
    return features.bid();
  }

  @Override
  public long ask() {
    return features.ask();
  }

  @Override
  public boolean scored() {
    return scored;
  }

  @Override
  public double score() {
    return score;
  }

  /**
   * Writes features and throttle; bar series and the strategies' runs are written by themselves.
   */
  public void write(ByteBuffer out) {
    out.put(LAYOUT);
    features.write(out);
    out.putLong(clockNanos).putLong(scoredAtNanos).putDouble(score).putDouble(emittedScore);
    out.put((byte) (everScored ? 1 : 0)).put((byte) (everEmitted ? 1 : 0));
  }

  /**
   * Continues from a layout that {@link #write} wrote.
   *
   * @throws IllegalStateException if another build wrote it with another layout
   */
  public void read(ByteBuffer in) {
    byte layout = in.get();
    if (layout != LAYOUT || in.remaining() != BYTES - 1) {
      throw new IllegalStateException(
          "the stored features of "
              + instrument
              + " have layout "
              + layout
              + " of "
              + (in.remaining() + 1)
              + " bytes, this build reads "
              + LAYOUT
              + " of "
              + BYTES
              + "; give signal.application_id a new version to rebuild them from the tape");
    }
    features.read(in);
    clockNanos = in.getLong();
    scoredAtNanos = in.getLong();
    score = in.getDouble();
    emittedScore = in.getDouble();
    everScored = in.get() == 1;
    everEmitted = in.get() == 1;
  }
}
