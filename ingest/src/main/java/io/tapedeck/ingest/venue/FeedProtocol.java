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

  /** A connection opened: forget the last one's state and ask for what is wanted. */
  void opened(long receivedNanos, Replies replies, TickSink out);

  /**
   * A frame arrived.
   *
   * @throws io.tapedeck.ingest.core.FrameRefusedException before anything of it had an effect
   */
  void frame(byte[] bytes, int from, int to, long receivedNanos, Replies replies, TickSink out);

  /** The connection is gone. */
  void lost(long receivedNanos, String reason, TickSink out);

  /** A text that makes a quiet but living venue answer. */
  String ping();

  /** Sends texts to the venue; after a loss they go nowhere. */
  @FunctionalInterface
  interface Replies {
    void send(String text);
  }
}
