package io.tapedeck.ingest.venue;

import io.tapedeck.domain.market.MarketEvent;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a socket did, or that was learnt beside it, on its way to the worker.
 *
 * @param connection counts connections; what a replaced one still says is not used
 * @param number of the frame, counted over all connections since the start
 * @param receivedNanos our wall clock when it came off the socket
 * @param detail the address, or why it was lost
 * @param event what was learnt beside the socket, for {@link Kind#EVENT}
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
    FeedProtocol.Link link,
    @Nullable MarketEvent event) {
  private static final byte[] NOTHING = {};
  private static final FeedProtocol.Link NOWHERE = text -> {};

  enum Kind {
    OPENED,
    FRAME,
    LOST,
    EVENT
  }

  static FeedSignal frame(
      long connection,
      long number,
      byte[] bytes,
      int from,
      int to,
      long nanos,
      FeedProtocol.Link link) {
    return new FeedSignal(Kind.FRAME, connection, number, bytes, from, to, nanos, "", link, null);
  }

  static FeedSignal opened(long connection, long nanos, String url, FeedProtocol.Link link) {
    return new FeedSignal(Kind.OPENED, connection, 0, NOTHING, 0, 0, nanos, url, link, null);
  }

  static FeedSignal lost(long connection, long nanos, String why, FeedProtocol.Link link) {
    return new FeedSignal(Kind.LOST, connection, 0, NOTHING, 0, 0, nanos, why, link, null);
  }

  static FeedSignal event(MarketEvent event) {
    return new FeedSignal(
        Kind.EVENT, 0, 0, NOTHING, 0, 0, event.receivedNanos(), "", NOWHERE, event);
  }
}
