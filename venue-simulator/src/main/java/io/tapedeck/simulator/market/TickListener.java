package io.tapedeck.simulator.market;

/** What the player tells; all calls on its thread. */
public interface TickListener {
  /** True while the listener can take ticks; the player waits while it cannot. */
  boolean ready();

  /**
   * One tick.
   *
   * @return true if at least one subscriber was sent it
   */
  boolean onTick(Tick tick);

  /** Nothing is due for a while: hand what is buffered to the sockets. */
  void onPause();
}
