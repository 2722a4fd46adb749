package io.tapedeck.replay.venue;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.order.Side;

/** An order at the simulated venue; amounts raw scale 9. For one thread. */
final class RestingOrder {
  /** The queue before it is not known: its price is behind the best. */
  static final long UNKNOWN = -1;

  final VenueOrderId id;
  final ClientOrderId clientId;
  final AccountId account;
  final Side side;
  final boolean postOnly;

  long limit;
  long quantity;
  long filled;

  /** What stands before it at its price. */
  long ahead = UNKNOWN;

  RestingOrder(
      VenueOrderId id,
      ClientOrderId clientId,
      AccountId account,
      Side side,
      long limit,
      long quantity,
      boolean postOnly) {
    this.id = id;
    this.clientId = clientId;
    this.account = account;
    this.side = side;
    this.limit = limit;
    this.quantity = quantity;
    this.postOnly = postOnly;
  }

  long remaining() {
    return quantity - filled;
  }

  /** True if a price is at its limit or better for it. */
  boolean takes(long price) {
    return side == Side.BUY ? price <= limit : price >= limit;
  }

  /** True if a price is beyond its limit: whoever traded there passed it by. */
  boolean passedBy(long price) {
    return side == Side.BUY ? price < limit : price > limit;
  }

  /** True if it comes before another of its side by price. */
  boolean before(RestingOrder other) {
    return side == Side.BUY ? limit > other.limit : limit < other.limit;
  }
}
