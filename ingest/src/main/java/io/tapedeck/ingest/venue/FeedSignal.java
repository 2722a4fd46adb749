package io.tapedeck.ingest.venue;

/**
 * One thing that a socket did, on its way to the worker.
 *
 * @param connection counts connections; what a replaced one still says is not used
 * @param number of the frame, counted over all connections since the start
 * @param receivedNanos our wall clock when it came off the socket
 * @param detail the address, or why it was lost
 */
@SuppressWarnings("ArrayRecordComponent") // bytes in transit, never compared
record FeedSignal(
    Kind kind,
    long connection,
    long number,
    byte[] bytes,
    int from,
    int to,
    long receivedNanos,
    String detail,
    FeedProtocol.Replies replies) {
  private static final byte[] NOTHING = {};

  enum Kind {
    OPENED,
    FRAME,
    LOST
  }

  static FeedSignal opened(long connection, long nanos, String url, FeedProtocol.Replies replies) {
    return new FeedSignal(Kind.OPENED, connection, 0, NOTHING, 0, 0, nanos, url, replies);
  }

  static FeedSignal lost(long connection, long nanos, String why, FeedProtocol.Replies replies) {
    return new FeedSignal(Kind.LOST, connection, 0, NOTHING, 0, 0, nanos, why, replies);
  }
}
