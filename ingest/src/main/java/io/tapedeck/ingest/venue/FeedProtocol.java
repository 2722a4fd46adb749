package io.tapedeck.ingest.venue;

import io.tapedeck.ingest.core.TickSink;
import java.util.List;

/**
 * What one venue's market data means: the port that every venue implements. Pure but for its own
 * state; called by one thread, in the order in which the socket gave things.
 */
public interface FeedProtocol {
  /** Names the feed in logs, dead letters and metrics, such as {@code kraken-v2}. */
  String name();

  /** The subscribed instruments, {@code VENUE:SYMBOL}. */
  List<String> instruments();

  /**
   * Whether the venue numbers the trades of an instrument in sequence; if not, a trade is told from
   * others by id, time, price and size together.
   */
  boolean tradeIdsInSequence();

  /** A connection opened: forget the last one's state and ask for what is wanted. */
  void opened(long receivedNanos, Link link, TickSink out);

  /**
   * A frame arrived. A frame of several independent messages may use the good ones and refuse the
   * others through the link.
   *
   * @throws io.tapedeck.ingest.core.FrameRefusedException before anything of it had an effect
   */
  void frame(byte[] bytes, int from, int to, long receivedNanos, Link link, TickSink out);

  /** The connection is gone. */
  void lost(long receivedNanos, String reason, TickSink out);

  /**
   * A text that makes a quiet but living venue answer; empty where the WebSocket's own ping must
   * do.
   */
  String ping();

  /** Why a protocol wants its connection ended. */
  enum Ending {
    /** The venue said that it goes away for a while. */
    MAINTENANCE,
    /** The credentials were not accepted: trying again soon would not help. */
    AUTHENTICATION,
    /** The venue says that we ask too much: wait as long as allowed. */
    RATE_LIMIT,
    /** The venue does not serve this subscription or connection. */
    REFUSED
  }

  /** What a protocol may do with its connection while it is called. */
  @FunctionalInterface
  interface Link {
    /** Sends a text to the venue; after a loss it goes nowhere. */
    void send(String text);

    /** Has the connection ended; another one follows when its time has come. */
    default void end(Ending why, String detail) {}

    /** A message within the frame was refused; the others of the frame are used. */
    default void refused(int from, int to, String reason) {}
  }
}
