package io.tapedeck.replay.venue;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.TradingStatus;
import io.tapedeck.domain.order.Side;
import java.util.ArrayList;
import java.util.List;

/**
 * One instrument at the simulated venue: the best bid and offer as last shown, what was taken of
 * them since, and our resting orders. For one thread.
 */
public final class Book {
  final InstrumentId instrument;
  final List<RestingOrder> resting = new ArrayList<>();
  long bid;
  long bidSize;
  long ask;
  long askSize;
  long shownNanos;
  boolean closed;
  private boolean seen;
  private boolean opening;

  Book(InstrumentId instrument) {
    this.instrument = instrument;
  }

  /** Our orders rest in it. */
  boolean empty() {
    return resting.isEmpty();
  }

  void quote(long bidPrice, long bidShown, long askPrice, long askShown) {
    bid = bidPrice;
    bidSize = bidShown;
    ask = askPrice;
    askSize = askShown;
  }

  /** A tick came; says whether it is an opening. */
  boolean opens(long receivedNanos, long openAfterNanos) {
    boolean opens = opening || (seen && receivedNanos - shownNanos >= openAfterNanos);
    seen = true;
    shownNanos = receivedNanos;
    opening = false;
    return opens;
  }

  void status(TradingStatus status) {
    boolean trades = status == TradingStatus.TRADING || status == TradingStatus.UNKNOWN;
    opening |= closed && trades;
    closed = !trades;
  }

  boolean quoted() {
    return bid > 0 && ask > 0;
  }

  long opposite(Side side) {
    return side == Side.BUY ? ask : bid;
  }

  long oppositeSize(Side side) {
    return side == Side.BUY ? askSize : bidSize;
  }

  long own(Side side) {
    return side == Side.BUY ? bid : ask;
  }

  long ownSize(Side side) {
    return side == Side.BUY ? bidSize : askSize;
  }

  /** Takes from what is displayed; it is gone until the next quote. */
  void take(Side side, long quantity) {
    if (side == Side.BUY) {
      askSize -= quantity;
    } else {
      bidSize -= quantity;
    }
  }

  /** Puts an order among the others: by price, then by time. */
  void rest(RestingOrder order) {
    int place = 0;
    while (place < resting.size()
        && (resting.get(place).side != order.side || !order.before(resting.get(place)))) {
      place++;
    }
    resting.add(place, order);
  }
}
