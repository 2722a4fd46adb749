package io.tapedeck.signals.core;

import java.nio.ByteBuffer;

/**
 * A strategy at work on one instrument: a function of the ticks and observations fed to it so far,
 * and nothing else. For one thread.
 */
public interface StrategyState {
  /** What it sees of its account changed; {@code seen} already holds the change. */
  void onObservation(Seen seen);

  /** A tick; wishes go to {@code orders}. Returns true if the state changed. */
  boolean onTick(Tick tick, Seen seen, Orders orders);

  /** Size of the layout. */
  int bytes();

  /** Writes the layout. */
  void write(ByteBuffer out);

  /** Continues from a layout that {@link #write} wrote. */
  void read(ByteBuffer in);
}
