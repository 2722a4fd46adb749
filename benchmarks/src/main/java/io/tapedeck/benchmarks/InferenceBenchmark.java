package io.tapedeck.benchmarks;

import io.tapedeck.signals.core.Model;
import io.tapedeck.signals.onnx.ModelFile;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The shipped model: a vector by itself, and each of a batch of 64. */
@State(Scope.Thread)
@Fork(value = 1, jvmArgsAppend = "-Xss8m") // ONNX Runtime reads the long command line on its stack
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class InferenceBenchmark {
  private static final int BATCH = 64;

  private final Model model =
      ModelFile.read(
              Path.of(System.getProperty("tapedeck.root", "."), "config/models/mid-move.onnx"))
          .open();
  private final float[] vectors = new float[BATCH * model.width()];
  private final float[] scores = new float[BATCH];

  public InferenceBenchmark() {
    Random random = new Random(1);
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) random.nextGaussian();
    }
  }

  @TearDown
  public void close() {
    model.close();
  }

  @Benchmark
  public float single() {
    model.score(vectors, 1, scores);
    return scores[0];
  }

  /** Nanoseconds a vector. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public float batched() {
    model.score(vectors, BATCH, scores);
    return scores[0];
  }
}
