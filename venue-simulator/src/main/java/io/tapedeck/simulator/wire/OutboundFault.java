package io.tapedeck.simulator.wire;

/**
 * The one place where a WebSocket connection can be made to misbehave: every frame of every
 * connection passes here before it is written. Called under the connection's lock, in wire order.
 */
@FunctionalInterface
public interface OutboundFault {
  /**
   * One frame is about to leave. An implementation sends it, sends something else, sends it twice,
   * keeps it for later, or cuts the connection.
   *
   * @param connection number of the connection, from 1
   * @param json the frame's text; its own copy
   * @param wire where it would go
   */
  void onFrame(long connection, byte[] json, Wire wire);

  /** What can be done to a connection. */
  interface Wire {
    /** Name of its protocol, such as {@code kraken-v2}. */
    String protocol();

    /** Sends a text frame with these bytes, valid or not. */
    void send(byte[] text);

    /** Cuts the TCP connection without a closing handshake. */
    void cut();

    /** From now on says nothing and answers nothing, not even a ping; TCP stays open. */
    void mute();

    /**
     * From now on sends so many bytes, waits, and so on; 0 bytes for full speed again.
     *
     * @param bytes at a time
     * @param everyMillis between two times
     */
    void trickle(int bytes, int everyMillis);
  }
}
