package io.tapedeck.executor.venue;

import io.tapedeck.executor.core.VenueFill;
import io.tapedeck.executor.core.VenueOrder;

/** Told what a venue pushes. The stream is never trusted to be complete. */
public interface ExecutionListener {
  /** An execution; may come again. */
  void onFill(VenueFill fill);

  /** An order's new state; may come again. */
  void onOrder(VenueOrder order);

  /** Something may have been missed: a new connection, or a gap in the sequence. */
  void onGap(String why);
}
