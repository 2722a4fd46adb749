package io.tapedeck.simulator.wire;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets bytes through a few at a time. Thread-safe. */
final class Trickle {
  /** Lets all through at once. */
  static final Trickle NONE = new Trickle(bytes -> {}, 0, 0);

  private static final int FULL_BYTES = 64 * 1024;
  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "simulator-trickle");
            thread.setDaemon(true);
            return thread;
          });

  private final Consumer<ByteBuffer> out;
  private final int bytes;
  private final int everyMillis;
  private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
  private int held;
  private boolean ended;

  Trickle(Consumer<ByteBuffer> out, int bytes, int everyMillis) {
    this.out = out;
    this.bytes = bytes;
    this.everyMillis = everyMillis;
    if (bytes > 0) {
      next();
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // each step plans the next
  private void next() {
    CLOCK.schedule(this::step, everyMillis, TimeUnit.MILLISECONDS);
  }

  private void step() {
    @Nullable ByteBuffer piece;
    synchronized (this) {
      if (ended) {
        return;
      }
      piece = piece();
    }
    if (piece != null) {
      out.accept(piece);
    }
    next();
  }

  private @Nullable ByteBuffer piece() {
    ByteBuffer first = waiting.peek();
    if (first == null) {
      return null;
    }
    int size = Math.min(bytes, first.remaining());
    ByteBuffer piece = first.slice(first.position(), size);
    first.position(first.position() + size);
    held -= size;
    if (!first.hasRemaining()) {
      waiting.remove();
    }
    return piece;
  }

  /** Takes bytes over; false if it does not slow anything. */
  synchronized boolean take(ByteBuffer more) {
    if (bytes == 0 || ended) {
      return false;
    }
    held += more.remaining();
    waiting.add(more);
    return true;
  }

  synchronized boolean full() {
    return held >= FULL_BYTES;
  }

  /** Lets out all that waits, in order. */
  synchronized Trickle ended() {
    ended = true;
    waiting.forEach(out);
    waiting.clear();
    held = 0;
    return NONE;
  }
}
