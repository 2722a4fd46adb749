package io.tapedeck.runtime.kafka;

import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a commit when a result leaves, at once if the last request is long enough ago, else when
 * it will be. A result then waits milliseconds, not a commit interval, to be seen downstream, and a
 * burst of results still shares commits. One per processor; used by its thread only.
 */
public final class CommitOnOutput {
  /** Shortest time between two requests. */
  public static final Duration SPACING = Duration.ofMillis(10);

  private final ProcessorContext<?, ?> context;
  private @Nullable Cancellable pending;
  private long lastMillis = Long.MIN_VALUE / 2;

  public CommitOnOutput(ProcessorContext<?, ?> context) {
    this.context = context;
  }

  /** A result was forwarded. */
  public void request() {
    long now = context.currentSystemTimeMs();
    if (now - lastMillis >= SPACING.toMillis()) {
      commit(now);
    } else if (pending == null) {
      pending = context.schedule(SPACING, PunctuationType.WALL_CLOCK_TIME, this::commit);
    }
  }

  private void commit(long nowMillis) {
    Cancellable timer = pending;
    if (timer != null) {
      timer.cancel();
      pending = null;
    }
    lastMillis = nowMillis;
    context.commit();
  }
}
