package io.tapedeck.replay.backtest;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.TradingStatus;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.replay.tick.TapeTick;
import io.tapedeck.schemas.Topics;
import org.jspecify.annotations.Nullable;

/**
 * The latest prices of one instrument, as ingest would mark them; a mark is made when asked for.
 */
final class MarkBoard {
  private static final String TICKS = Topics.MARKET_TICKS.name();

  private final InstrumentId instrument;
  private final int partition;
  private long bid;
  private long ask;
  private long last;
  private long eventNanos;
  private long receivedNanos;
  private long offset = -1;
  private FeedStatus feed = FeedStatus.UNKNOWN;
  private TradingStatus trading = TradingStatus.UNKNOWN;

  MarkBoard(InstrumentId instrument, int partition) {
    this.instrument = instrument;
    this.partition = partition;
  }

  void quote(TapeTick tick) {
    bid = tick.bid();
    ask = tick.ask();
    seen(tick);
  }

  void trade(TapeTick tick) {
    last = tick.price();
    seen(tick);
  }

  void other(TapeTick tick) {
    if (tick.event() instanceof MarketEvent.FeedStatusChange change) {
      feed = change.status();
      offset = tick.offset();
    } else if (tick.event() instanceof MarketEvent.TradingStatusChange change) {
      trading = change.status();
      offset = tick.offset();
    }
  }

  private void seen(TapeTick tick) {
    eventNanos = tick.eventNanos();
    receivedNanos = tick.receivedNanos();
    offset = tick.offset();
  }

  /** Where it was last changed; negative before that. */
  long offset() {
    return offset;
  }

  InstrumentId instrument() {
    return instrument;
  }

  /** The last trade if nothing is quoted; raw, 0 before either. */
  long price() {
    return bid > 0 && ask > 0 ? bid + (ask - bid) / 2 : last;
  }

  Mark mark() {
    return new Mark(
        instrument,
        price(bid),
        price(ask),
        price(last),
        eventNanos,
        receivedNanos,
        new Coordinates(TICKS, partition, offset),
        feed,
        trading);
  }

  private static @Nullable Price price(long raw) {
    return raw <= 0 ? null : new Price(raw);
  }
}
