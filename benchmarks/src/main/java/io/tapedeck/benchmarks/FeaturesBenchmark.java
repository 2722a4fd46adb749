package io.tapedeck.benchmarks;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.signals.core.feature.BarFeature;
import io.tapedeck.signals.core.feature.FeatureVector;
import io.tapedeck.signals.core.feature.Features;
import io.tapedeck.signals.core.feature.TickFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Every feature there is, those of bars on bars of time, of trades and of volume, renewed by a
 * tick: four quotes to a trade, as on the recorded tape. {@code -prof gc} shows what it allocates.
 */
@State(Scope.Thread)
@Fork(1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FeaturesBenchmark {
  private static final int TICKS = 10_000;

  private final FeatureVector vector = FeatureVector.of(allNames());
  private final Features features = vector.start();
  private final float[] values = new float[vector.width()];
  private final long[] prices = new long[TICKS];
  private final long[] sizes = new long[TICKS];
  private long clock = 1_723_075_200_000_000_000L;

  public FeaturesBenchmark() {
    Random random = new Random(1);
    long price = 61_000_000_000_000L;
    for (int i = 0; i < TICKS; i++) {
      price += (random.nextInt(21) - 10L) * 1_000_000_000L;
      prices[i] = price;
      sizes[i] = 1L + random.nextInt(2_000_000_000);
    }
  }

  private static List<String> allNames() {
    List<String> names = new ArrayList<>();
    for (TickFeature feature : TickFeature.values()) {
      names.add(feature.key());
    }
    for (BarFeature feature : BarFeature.values()) {
      names.add(feature.key());
      names.add(feature.key() + "@10t");
      names.add(feature.key() + "@20v");
    }
    return names;
  }

  private void tick(int i) {
    clock += 20_000_000L;
    if (i % 5 == 4) {
      AggressorSide side = (sizes[i] & 1) == 0 ? AggressorSide.BUY : AggressorSide.SELL;
      features.onTrade(clock, prices[i], sizes[i], side);
    } else {
      features.onQuote(
          clock, prices[i] - 50_000_000L, sizes[i], prices[i] + 50_000_000L, sizes[TICKS - 1 - i]);
    }
  }

  /** The state behind all features. */
  @Benchmark
  @OperationsPerInvocation(TICKS)
  public long update() {
    for (int i = 0; i < TICKS; i++) {
      tick(i);
    }
    return features.bid();
  }

  /**
   * The state, and the whole vector after each tick, as a model that is asked at every tick needs.
   */
  @Benchmark
  @OperationsPerInvocation(TICKS)
  public float updateAndCompute() {
    float sum = 0;
    for (int i = 0; i < TICKS; i++) {
      tick(i);
      vector.compute(features, values);
      sum += values[0];
    }
    return sum;
  }
}
