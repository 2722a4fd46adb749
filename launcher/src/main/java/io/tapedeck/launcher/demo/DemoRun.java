package io.tapedeck.launcher.demo;

import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.stack.Home;
import io.tapedeck.launcher.stack.LocalPipeline;
import io.tapedeck.launcher.stack.ProcessStack;
import io.tapedeck.launcher.stack.Services;
import io.tapedeck.runtime.Platform;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * The demo:
 *
 * <ol>
 *   <li>start the whole pipeline on fresh data, in this JVM or each part in its own
 *   <li>play the market, and wait until everything that it caused is done
 *   <li>take account: topics against ledger, decisions against their replay
 * </ol>
 */
public final class DemoRun implements AutoCloseable {
  private final Settings base;
  private final DemoOptions options;
  private final Consumer<String> progress;
  private Runnable stop = () -> {};

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
    Home home = new Home(base.stack().home());
    home.freshDemo();
    if (options.processes()) {
      ProcessStack stack =
          new ProcessStack(
              base,
              new ProcessStack.PlayOptions(
                  options.tape(),
                  options.ticks(),
                  true,
                  options.console() ? Services.BESIDES : List.of(Services.LAG)));
      stop = () -> stack.down(progress);
      stack.up(progress);
      home.freshlyMarked();
      Settings settings = stack.inForce();
      return play(settings, settings.platform("demo"), new MarketElsewhere(stack), home, begun);
    }
    LocalPipeline pipeline =
        new LocalPipeline(base, options.tape(), options.ticks(), options.console(), progress);
    stop = pipeline::close;
    return play(pipeline.settings(), pipeline.platform(), new MarketHere(pipeline), home, begun);
  }

  private DemoSummary play(
      Settings settings, Platform platform, PlayedMarket market, Home home, long begun)
      throws ExecutionException, InterruptedException {
    try (TapeWatch watch = new TapeWatch(platform)) {
      progress.accept("playing");
      long playing = System.nanoTime();
      market.play();
      boolean quiet = new Quiescence(settings, platform, market, watch, progress).await();
      BadRows.deadLetter(platform, market, options.tape(), progress);
      progress.accept("taking account");
      return DemoSummary.of(
          settings, platform, market, watch, home, new DemoSummary.Times(begun, playing, quiet));
    }
  }

  @Override
  public void close() {
    stop.run();
  }
}
