package io.tapedeck.domain.market;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that a venue said about one instrument. */
public sealed interface MarketEvent {
  /** Stands for "the venue gave no id" in {@link #venueId()}. */
  long NO_VENUE_ID = Long.MIN_VALUE;

  /** Whose event. */
  InstrumentId instrument();

  /**
   * The venue's time in nanoseconds since the epoch; the receiver's where the venue gives none.
   * Never used to order events.
   */
  long eventNanos();

  /** The receiver's clock when the message arrived, nanoseconds since the epoch. */
  long receivedNanos();

  /** The venue's trade or update id, or {@link #NO_VENUE_ID}. */
  default long venueId() {
    return NO_VENUE_ID;
  }

  /** Best bid and offer. */
  record Quote(
      InstrumentId instrument,
      long eventNanos,
      long receivedNanos,
      long venueId,
      Price bidPrice,
      Quantity bidSize,
      Price askPrice,
      Quantity askSize)
      implements MarketEvent {}

  /** A trade between others. */
  record Trade(
      InstrumentId instrument,
      long eventNanos,
      long receivedNanos,
      long venueId,
      Price price,
      Quantity size,
      AggressorSide aggressor)
      implements MarketEvent {}

  /** A price level of a book; size zero deletes it. */
  record Level(Price price, Quantity size) {}

  /**
   * A change of the order book, or the whole of it.
   *
   * @param snapshot true if the levels replace the book
   * @param checksum the venue's CRC32 over the top of the book after the change, null if it has
   *     none
   */
  record BookChange(
      InstrumentId instrument,
      long eventNanos,
      long receivedNanos,
      boolean snapshot,
      List<Level> bids,
      List<Level> asks,
      @Nullable Long checksum)
      implements MarketEvent {
    public BookChange {
      bids = List.copyOf(bids);
      asks = List.copyOf(asks);
    }
  }

  /** Whether the venue lets an instrument trade. */
  record TradingStatusChange(
      InstrumentId instrument,
      long eventNanos,
      long receivedNanos,
      TradingStatus status,
      String reason)
      implements MarketEvent {}

  /** What is known about our feed of an instrument. */
  record FeedStatusChange(
      InstrumentId instrument,
      long eventNanos,
      long receivedNanos,
      FeedStatus status,
      String detail)
      implements MarketEvent {}

  /**
   * Trades of an interval, added up by the venue.
   *
   * @param eventNanos begin of the interval
   * @param intervalSeconds its length
   * @param state whether it may still change
   * @param vwap average price weighted by size, rounded half even to the ninth place; null if the
   *     venue gives none
   * @param trades how many, null if the venue gives none
   */
  record Bar(
      InstrumentId instrument,
      long eventNanos,
      long receivedNanos,
      long intervalSeconds,
      BarState state,
      Price open,
      Price high,
      Price low,
      Price close,
      Quantity volume,
      @Nullable Price vwap,
      @Nullable Long trades)
      implements MarketEvent {}

  /**
   * A trade that the venue replaces by another.
   *
   * @param venueId of the corrected trade
   * @param originalId of the trade that no longer counts, null if the venue gives none
   */
  record TradeCorrection(
      InstrumentId instrument,
      long eventNanos,
      long receivedNanos,
      long venueId,
      @Nullable Long originalId,
      Price originalPrice,
      Quantity originalSize,
      Price price,
      Quantity size)
      implements MarketEvent {}

  /**
   * A trade that the venue takes back.
   *
   * @param venueId of that trade
   * @param reason the venue's words; may be empty
   */
  record TradeCancel(
      InstrumentId instrument,
      long eventNanos,
      long receivedNanos,
      long venueId,
      Price price,
      Quantity size,
      String reason)
      implements MarketEvent {}

  /**
   * Prices between which an instrument may trade (limit up, limit down).
   *
   * @param indicator the venue's letter for the kind of band; may be empty
   */
  record PriceBand(
      InstrumentId instrument,
      long eventNanos,
      long receivedNanos,
      Price lower,
      Price upper,
      String indicator)
      implements MarketEvent {}

  /** An auction in which one side has more to trade than the other, and its reference price. */
  record Imbalance(InstrumentId instrument, long eventNanos, long receivedNanos, Price price)
      implements MarketEvent {}

  /**
   * One resting order of a book that shows single orders.
   *
   * @param timeNanos the venue's time of the order, nanoseconds since the epoch
   */
  record BookOrder(
      OrderChangeKind change, String orderId, Price price, Quantity size, long timeNanos) {}

  /**
   * Changes of a book that shows single orders (level 3), or the whole of it.
   *
   * @param snapshot true if the orders replace the book
   * @param checksum the venue's CRC32 over the top of the book after the change, null if it has
   *     none
   */
  record OrdersChange(
      InstrumentId instrument,
      long eventNanos,
      long receivedNanos,
      boolean snapshot,
      List<BookOrder> bids,
      List<BookOrder> asks,
      @Nullable Long checksum)
      implements MarketEvent {
    public OrdersChange {
      bids = List.copyOf(bids);
      asks = List.copyOf(asks);
    }
  }
}
