package io.tapedeck.launcher.demo;

import io.tapedeck.launcher.stack.LocalPipeline;
import io.tapedeck.simulator.market.MarketPlayer;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The market of a venue in this JVM. */
final class MarketHere implements PlayedMarket {
  private final LocalPipeline pipeline;

  MarketHere(LocalPipeline pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public void play() {
    pipeline.venue().play();
  }

  @Override
  public Progress progress() {
    MarketPlayer.State state = pipeline.venue().state();
    return new Progress(
        state.finished(),
        state.total(),
        Arrays.stream(state.quotesSent()).sum() + Arrays.stream(state.tradesSent()).sum(),
        state.badRows().stream().map(row -> new BadRow(row.line(), row.reason())).toList());
  }

  @Override
  public Path ledgerFile() {
    return pipeline.venue().ledgerFile();
  }

  @Override
  public @Nullable String failure() {
    Throwable failure = pipeline.services().failure();
    return failure == null ? null : String.valueOf(failure.getMessage());
  }
}
