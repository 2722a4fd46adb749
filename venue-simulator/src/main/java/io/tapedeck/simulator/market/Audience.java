package io.tapedeck.simulator.market;

/** Those who listen in one protocol. Called with the market standing still. */
public interface Audience {
  /** Subscribed, settled connections at this moment of the monotonic clock. */
  int readyConnections(long nowNanos);

  /** True while one of them reads too slowly. */
  boolean full();

  /**
   * One tick, after the market shows it.
   *
   * @return true if at least one subscriber was sent it
   */
  boolean onTick(Tick tick);

  /** Nothing is due for a while: hand what is buffered to the sockets. */
  void onPause();
}
