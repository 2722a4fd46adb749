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

  /** An input older than this is part of a backlog. */
  static final Duration BACKLOG = Duration.ofMillis(500);

  private final ProcessorContext<?, ?> context;
  private @Nullable Cancellable pending;
  private long lastMillis = Long.MIN_VALUE / 2;

  public CommitOnOutput(ProcessorContext<?, ?> context) {
    this.context = context;
  }

  /**
   * A result was forwarded. While the task works off a backlog nothing is asked for: the result is
   * late whatever is done, and each commit would hold up those behind it; the commit interval takes
   * care of it.
   *
   * @param inputTimestamp record time of what led to it, milliseconds of wall time
   */
  public void request(long inputTimestamp) {
    long now = context.currentSystemTimeMs();
    if (now - inputTimestamp > BACKLOG.toMillis()) {
      return;
    }
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
