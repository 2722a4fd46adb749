package io.tapedeck.launcher.demo;

import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.stack.Home;
import io.tapedeck.launcher.stack.LocalPipeline;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The demo:
 *
 * <ol>
 *   <li>start the whole pipeline on fresh data
 *   <li>play the market, and wait until everything that it caused is done
 *   <li>take account: topics against ledger, decisions against their replay
 * </ol>
 */
public final class DemoRun implements AutoCloseable {
  private final Settings base;
  private final DemoOptions options;
  private final Consumer<String> progress;
  private @Nullable LocalPipeline pipeline;

  /**
   * A demo.
   *
   * @param progress told each step, one line each
   */
  public DemoRun(Settings settings, DemoOptions options, Consumer<String> progress) {
    this.base = settings;
    this.options = options;
    this.progress = progress;
  }

  /** Runs it to its end and says what happened; the parts stay up until {@link #close}. */
  public DemoSummary run() throws IOException, ExecutionException, InterruptedException {
    long begun = System.nanoTime();
    new Home(base.stack().home()).freshDemo();
    LocalPipeline started = new LocalPipeline(base, options.tape(), options.ticks(), progress);
    pipeline = started;
    try (TapeWatch watch = new TapeWatch(started.platform())) {
      progress.accept("playing");
      long playing = System.nanoTime();
      started.venue().play();
      boolean quiet = new Quiescence(started, watch, progress).await();
      progress.accept("taking account");
      return DemoSummary.of(started, watch, quiet, begun, playing);
    }
  }

  @Override
  public void close() {
    LocalPipeline running = pipeline;
    if (running != null) {
      running.close();
    }
  }
}
