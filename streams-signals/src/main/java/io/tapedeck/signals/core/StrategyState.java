package io.tapedeck.signals.core;

import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.signal.StrategyObservation;
import java.nio.ByteBuffer;

/**
 * A strategy at work on one instrument: a function of the ticks and observations fed to it so far,
 * and nothing else. For one thread.
 */
public interface StrategyState {
  /** Something besides ticks was seen; {@code seen} already holds it. */
  void onObservation(StrategyObservation what, Seen seen);

  /** A tick; wishes go to {@code orders}. Returns true if the state changed. */
  boolean onTick(Tick tick, Seen seen, Orders orders);

  /** Whether it wants to hear what becomes of the order of an intent. */
  boolean works(IntentId intent);

  /** Wants everything cancelled that it still works, because it is stopped; true if it did. */
  boolean cancelAll(Orders orders);

  /** Size of the layout. */
  int bytes();

  /** Writes the layout. */
  void write(ByteBuffer out);

  /** Continues from a layout that {@link #write} wrote. */
  void read(ByteBuffer in);
}
