package io.tapedeck.benchmarks;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.codec.MarkCodec;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Cost of one conflated mark through its codec. */
@State(Scope.Thread)
@Fork(1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class MarkBenchmark {
  private final MarkCodec codec = new MarkCodec();
  private final Mark mark =
      new Mark(
          InstrumentId.of("KRAKEN", "BTC/USD"),
          new Price(61_000_000_000_000L),
          new Price(61_000_100_000_000L),
          null,
          1_723_075_200_000_000_000L,
          1_723_075_200_001_000_000L,
          new Coordinates(Topics.MARKET_TICKS.name(), 1, 12_345));
  private final byte[] encoded = codec.encode(mark);

  @Benchmark
  public byte[] encode() {
    return codec.encode(mark);
  }

  @Benchmark
  public Mark decode() {
    return codec.decode(encoded);
  }
}
