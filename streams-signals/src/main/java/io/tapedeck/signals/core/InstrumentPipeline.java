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
import io.tapedeck.domain.signal.StrategyObservation.ModelSwitched;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.signals.core.feature.Features;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One instrument from tick to intent:
 *
 * <ol>
 *   <li>{@link #at} says which tick comes
 *   <li>what was seen besides ticks is applied: {@link #observe}
 *   <li>the tick updates the features, always
 *   <li>when it is time, the features wait in the batch for the model's score, and it goes out
 *   <li>strategies get the tick, with the score if there is one, and want orders
 * </ol>
 *
 * <p>The live shell and the replay call the same methods in the same order, so they get the same
 * signals and intents. For one thread.
 */
public final class InstrumentPipeline implements MarketEventHandler, Tick {
  private static final int HASH_BYTES = 64;

  /** Size of {@link #write}'s fixed layout. */
  public static final int BYTES =
      2 + Features.BYTES + 7 * Long.BYTES + Integer.BYTES + 2 + HASH_BYTES;

  private static final int WAITING_AT = 1;

  private static final byte LAYOUT = 3;

  private final InstrumentId instrument;
  private final SignalPlan plan;
  private final Models models;
  private final ScoreBatch batch;
  private final PipelineOutput output;
  private final Features features;
  private final List<StrategyRun> runs = new ArrayList<>();
  private final float[] vector;

  // which tick
  private String topic = "";
  private int partition;
  private long offset;
  private long eventNanos;
  private long receivedNanos;

  // kept in the layout
  private boolean waiting;
  private long clockNanos = Long.MIN_VALUE;
  private long scoredAtNanos;
  private boolean everScored;
  private double score;
  private double emittedScore;
  private boolean everEmitted;
  private String modelSha256 = "";

  private @Nullable Model model;
  private boolean scored;

  /** A fresh pipeline. */
  public InstrumentPipeline(
      InstrumentId instrument,
      SignalPlan plan,
      Models models,
      ScoreBatch batch,
      PipelineOutput output) {
    this.instrument = instrument;
    this.plan = plan;
    this.models = models;
    this.batch = batch;
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

  /** Hash of the model in use; empty before the first. */
  public String modelSha256() {
    return modelSha256;
  }

  /** The running state of the features. */
  public Features features() {
    return features;
  }

  /** Says which tick comes next; the one before is finished first. */
  public void at(String tickTopic, int tickPartition, long tickOffset) {
    if (waiting) {
      batch.flush();
    }
    topic = tickTopic;
    partition = tickPartition;
    offset = tickOffset;
  }

  /** Address of the tick in hand. */
  public Coordinates coordinates() {
    return new Coordinates(topic, partition, offset);
  }

  /**
   * Applies a journal entry, before the tick that it names.
   *
   * @throws ModelException if it switches to a model that is not at hand
   */
  public void observe(StrategyJournalEntry entry) {
    if (entry.observation() instanceof ModelSwitched switched) {
      use(models.of(switched.modelSha256()), switched.modelSha256());
      return;
    }
    for (StrategyRun run : runs) {
      if (run.strategy().id().equals(entry.strategy())) {
        run.observe(entry.observation());
      }
    }
  }

  private void use(Model next, String sha256) {
    if (next.width() != plan.features().width()) {
      throw new ModelException(
          "Model inference error: Invalid input shape: model "
              + sha256
              + " takes "
              + next.width()
              + " features, "
              + plan.features().width()
              + " are configured");
    }
    model = next;
    modelSha256 = sha256;
  }

  @Override
  public void onQuote(
      long event,
      long received,
      long venueId,
      long bidPrice,
      long bidSize,
      long askPrice,
      long askSize) {
    features.onQuote(event, bidPrice, bidSize, askPrice, askSize);
    react(event, received);
  }

  @Override
  public void onTrade(
      long event, long received, long venueId, long price, long size, AggressorSide aggressor) {
    features.onTrade(event, price, size, aggressor);
    react(event, received);
  }

  /** Books, bars of the venue, corrections and statuses lead to no feature. */
  @Override
  public void onOther(MarketEvent event) {}

  private void react(long event, long received) {
    eventNanos = event;
    receivedNanos = received;
    clockNanos = Math.max(clockNanos, event);
    scored = false;
    output.changed();
    if (isTimeToScore() && plan.features().warm(features)) {
      everScored = true;
      scoredAtNanos = clockNanos;
      await();
    } else {
      decide();
    }
  }

  private boolean isTimeToScore() {
    return model != null
        && (!everScored
            || plan.emit() == Emit.EVERY_TICK
            || clockNanos - scoredAtNanos >= plan.updateIntervalNanos());
  }

  private void await() {
    Model scoring = model;
    if (scoring != null) {
      waiting = true;
      plan.features().compute(features, vector);
      batch.add(this, scoring, vector);
    }
  }

  /**
   * Goes on waiting for the score of the tick at which it was stored.
   *
   * @param tickTopic the ticks' topic
   * @param useModel lets it use a model, as before any tick
   */
  public void resume(String tickTopic, Runnable useModel) {
    topic = tickTopic;
    useModel.run();
    await();
  }

  /** Whether a layout that {@link #write} wrote is of a pipeline that waits for a score. */
  public static boolean isWaiting(byte[] layout) {
    return layout.length == BYTES && layout[WAITING_AT] == 1;
  }

  /** True if it is this model that scores for it. */
  @SuppressWarnings("ReferenceEquality") // another instance of the same file is not open for ever
  public boolean uses(Model scoring) {
    return model == scoring;
  }

  /** True if its last tick has no score yet, but is to have one. */
  public boolean isWaiting() {
    return waiting;
  }

  void shadowed(float live, float shadow) {
    output.shadow(live, shadow);
  }

  /** The score has come. */
  void scored(double latest) {
    waiting = false;
    output.changed();
    if (Double.isFinite(latest)) {
      score = latest;
      scored = true;
      if (plan.emit() != Emit.ON_CHANGE || !everEmitted || score != emittedScore) {
        everEmitted = true;
        emittedScore = score;
        output.signal(signal(score));
      }
    } else {
      output.fault(signal(latest));
    }
    decide();
  }

  private void decide() {
    for (int i = 0; i < runs.size(); i++) {
      StrategyRun run = runs.get(i);
      run.wishes().begin(this);
      run.onTick(this);
    }
  }

  private Signal signal(double value) {
    return new Signal(
        instrument, eventNanos, receivedNanos, value, vector(), modelSha256, coordinates());
  }

  /** The vector as the model got it. */
  private List<Double> vector() {
    List<Double> values = new ArrayList<>(vector.length);
    for (float value : vector) {
      values.add((double) value);
    }
    return values;
  }

  IntentId want(StrategyRun run, int index, OrderAction action) {
    Coordinates cause = coordinates();
    IntentId id = DerivedIds.intent(run.strategy().id(), cause, index);
    if (!scored) {
      plan.features().compute(features, vector);
    }
    Evidence evidence =
        new Evidence(
            cause,
            everScored ? modelSha256 : "",
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
  public double volatilityBps() {
    return features.volatilityBps();
  }

  @Override
  public boolean scored() {
    return scored;
  }

  @Override
  public double score() {
    return score;
  }

  /** Writes what is not of bars and strategies: those are written by themselves. */
  public void write(ByteBuffer out) {
    out.put(LAYOUT).put((byte) (waiting ? 1 : 0));
    features.write(out);
    out.putLong(clockNanos).putLong(scoredAtNanos).putDouble(score).putDouble(emittedScore);
    out.put((byte) (everScored ? 1 : 0)).put((byte) (everEmitted ? 1 : 0));
    out.putLong(eventNanos).putLong(receivedNanos);
    out.putInt(partition).putLong(offset);
    byte[] hash = modelSha256.getBytes(StandardCharsets.US_ASCII);
    out.put(hash, 0, Math.min(hash.length, HASH_BYTES));
    out.position(out.position() + HASH_BYTES - Math.min(hash.length, HASH_BYTES));
  }

  /**
   * Continues from a layout that {@link #write} wrote. The model is not at hand again before the
   * journal says so, or {@link #observe} is told.
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
    waiting = in.get() == 1;
    features.read(in);
    clockNanos = in.getLong();
    scoredAtNanos = in.getLong();
    score = in.getDouble();
    emittedScore = in.getDouble();
    everScored = in.get() == 1;
    everEmitted = in.get() == 1;
    eventNanos = in.getLong();
    receivedNanos = in.getLong();
    partition = in.getInt();
    offset = in.getLong();
    byte[] hash = new byte[HASH_BYTES];
    in.get(hash);
    modelSha256 = new String(hash, StandardCharsets.US_ASCII).replace("\0", "");
  }
}
