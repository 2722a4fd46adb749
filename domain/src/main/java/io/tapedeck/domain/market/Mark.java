package io.tapedeck.domain.market;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.tape.Coordinates;
import org.jspecify.annotations.Nullable;

/**
 * The latest known prices of an instrument, conflated.
 *
 * @param eventNanos venue time of the newest of them, nanoseconds since the epoch
 * @param receivedNanos receiver's time of the newest of them
 * @param source the tick that it was taken from
 * @param feedStatus what is known about the feed; UNKNOWN where ingest does not say
 * @param tradingStatus whether the venue lets it trade; UNKNOWN where it does not say
 */
public record Mark(
    InstrumentId instrument,
    @Nullable Price bid,
    @Nullable Price ask,
    @Nullable Price last,
    long eventNanos,
    long receivedNanos,
    Coordinates source,
    FeedStatus feedStatus,
    TradingStatus tradingStatus) {

  /** A mark that says nothing about feed and trading. */
  public Mark(
      InstrumentId instrument,
      @Nullable Price bid,
      @Nullable Price ask,
      @Nullable Price last,
      long eventNanos,
      long receivedNanos,
      Coordinates source) {
    this(
        instrument,
        bid,
        ask,
        last,
        eventNanos,
        receivedNanos,
        source,
        FeedStatus.UNKNOWN,
        TradingStatus.UNKNOWN);
  }

  /** Mid of bid and ask, half to even in the ninth place; else the last trade; null if neither. */
  public @Nullable Price price() {
    if (bid != null && ask != null) {
      // exact sum halved; both are far below 2^62 for any price that a venue can quote
      long sum = Math.addExact(bid.raw(), ask.raw());
      long half = sum / 2;
      return new Price(sum % 2 != 0 && (half & 1) != 0 ? half + Long.signum(sum) : half);
    }
    return last;
  }
}
