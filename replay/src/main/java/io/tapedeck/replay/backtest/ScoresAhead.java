package io.tapedeck.replay.backtest;

import io.tapedeck.replay.tick.TapeTick;
import io.tapedeck.replay.tick.TickSource;
import io.tapedeck.signals.core.Model;
import io.tapedeck.signals.core.ScoreBatch;
import io.tapedeck.signals.core.feature.FeatureVector;
import io.tapedeck.signals.core.feature.Features;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/**
 * Scores of ticks before their turn, many in one call. Features are a function of ticks alone, so
 * they are computed for a stretch of the tape first and all their vectors scored together; when a
 * pipeline then asks for a score, it gets the one of its vector. The vector is compared, bit by
 * bit, before its score is given: what was not foreseen is asked of the model itself. Made for runs
 * that score at every tick. For one thread.
 */
final class ScoresAhead implements TickSource, Model {
  private static final int STRETCH = 4096;

  private final TickSource source;
  private final Model model;
  private final FeatureVector vector;
  private final int width;
  private final List<Features> features = new ArrayList<>();
  private final TapeTick[] stretch = new TapeTick[STRETCH];
  private final float[] vectors;
  private final float[] scores = new float[STRETCH];
  private final float[] batch;
  private final float[] batchScores = new float[ScoreBatch.CAPACITY];
  private int size;
  private int at;
  private int scored;
  private int given;

  ScoresAhead(TickSource source, Model model, FeatureVector vector) {
    this.source = source;
    this.model = model;
    this.vector = vector;
    this.width = vector.width();
    this.vectors = new float[STRETCH * width];
    this.batch = new float[ScoreBatch.CAPACITY * width];
    Arrays.setAll(stretch, i -> new TapeTick());
  }

  @Override
  public boolean next(TapeTick into) {
    if (at == size && !read()) {
      return false;
    }
    into.copyFrom(stretch[at++]);
    return true;
  }

  private boolean read() {
    size = 0;
    at = 0;
    scored = 0;
    given = 0;
    while (size < STRETCH && source.next(stretch[size])) {
      foresee(stretch[size++]);
    }
    for (int from = 0; from < scored; from += ScoreBatch.CAPACITY) {
      int count = Math.min(ScoreBatch.CAPACITY, scored - from);
      System.arraycopy(vectors, from * width, batch, 0, count * width);
      model.score(batch, count, batchScores);
      System.arraycopy(batchScores, 0, scores, from, count);
    }
    return size > 0;
  }

  private void foresee(TapeTick tick) {
    while (features.size() <= tick.instrument()) {
      features.add(vector.start());
    }
    Features its = features.get(tick.instrument());
    switch (tick.kind()) {
      case QUOTE ->
          its.onQuote(tick.eventNanos(), tick.bid(), tick.bidSize(), tick.ask(), tick.askSize());
      case TRADE -> its.onTrade(tick.eventNanos(), tick.price(), tick.size(), tick.aggressor());
      case OTHER -> {
        return; // leads to no feature and no score
      }
    }
    if (vector.warm(its)) {
      vector.compute(its, vectors, scored++ * width);
    }
  }

  @Override
  public void score(float[] asked, int count, float[] into) {
    int wanted = count * width;
    boolean foreseen =
        given + count <= scored
            && Arrays.equals(asked, 0, wanted, vectors, given * width, (given + count) * width);
    if (foreseen) {
      System.arraycopy(scores, given, into, 0, count);
      given += count;
    } else {
      model.score(asked, count, into);
    }
  }

  @Override
  public String sha256() {
    return model.sha256();
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public List<Lane> lanes() {
    return source.lanes();
  }

  @Override
  public SortedMap<Integer, Range> ranges() {
    return source.ranges();
  }

  @Override
  public List<String> leftOut() {
    return source.leftOut();
  }

  /** Closes the model; the ticks are their opener's. */
  @Override
  public void close() {
    model.close();
  }
}
