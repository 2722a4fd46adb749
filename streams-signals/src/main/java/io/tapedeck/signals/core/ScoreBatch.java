package io.tapedeck.signals.core;

import org.jspecify.annotations.Nullable;

/**
 * Pipelines whose tick waits for its score, each at most once, scored in one call. When that call
 * comes changes no result: a pipeline takes no further tick before it, and a score is a function of
 * its vector alone. For one thread.
 */
public final class ScoreBatch {
  /** Ticks that are scored at once at most. */
  public static final int CAPACITY = 64;

  private final InstrumentPipeline[] waiting = new InstrumentPipeline[CAPACITY];
  private final int width;
  private final float[] vectors;
  private final float[] scores = new float[CAPACITY];
  private final float[] shadowScores = new float[CAPACITY];
  private @Nullable Model model;
  private @Nullable Model shadow;
  private int count;

  /** For vectors of a width. */
  public ScoreBatch(int width) {
    this.width = width;
    this.vectors = new float[CAPACITY * width];
  }

  /** A model to score beside the live one, whose scores lead to nothing; null for none. */
  public void shadow(@Nullable Model other) {
    flush();
    shadow = other;
  }

  /** How many wait. */
  public int waiting() {
    return count;
  }

  void add(InstrumentPipeline pipeline, Model scoring, float[] vector) {
    if (count == CAPACITY || model != scoring) {
      flush();
      model = scoring;
    }
    System.arraycopy(vector, 0, vectors, count * width, width);
    waiting[count++] = pipeline;
  }

  /** Scores what waits and lets it go on, in the order of its ticks. */
  public void flush() {
    Model scoring = model;
    if (count == 0 || scoring == null) {
      return;
    }
    int scored = count;
    scoring.score(vectors, scored, scores);
    Model other = shadow;
    if (other != null) {
      other.score(vectors, scored, shadowScores);
    }
    count = 0;
    for (int i = 0; i < scored; i++) {
      if (other != null) {
        waiting[i].shadowed(scores[i], shadowScores[i]);
      }
      waiting[i].scored(scores[i]);
    }
  }
}
