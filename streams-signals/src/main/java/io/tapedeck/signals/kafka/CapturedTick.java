package io.tapedeck.signals.kafka;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEventHandler;
import io.tapedeck.signals.core.InstrumentPipeline;
import org.jspecify.annotations.Nullable;

/**
 * Holds a decoded tick until the whole record is known to be sound, so that a poisoned one changes
 * nothing. Reused from tick to tick.
 */
final class CapturedTick implements MarketEventHandler {
  private enum Kind {
    QUOTE,
    TRADE,
    OTHER
  }

  private Kind kind = Kind.OTHER;
  private long eventNanos;
  private long receivedNanos;
  private long venueId;
  private long bidOrPrice;
  private long bidSizeOrSize;
  private long ask;
  private long askSize;
  private AggressorSide side = AggressorSide.UNKNOWN;
  private @Nullable MarketEvent other;

  @Override
  public void onQuote(
      long event,
      long received,
      long id,
      long bidPrice,
      long bidSize,
      long askPrice,
      long newAskSize) {
    kind = Kind.QUOTE;
    eventNanos = event;
    receivedNanos = received;
    venueId = id;
    bidOrPrice = bidPrice;
    bidSizeOrSize = bidSize;
    ask = askPrice;
    askSize = newAskSize;
  }

  @Override
  public void onTrade(
      long event, long received, long id, long price, long size, AggressorSide aggressor) {
    kind = Kind.TRADE;
    eventNanos = event;
    receivedNanos = received;
    venueId = id;
    bidOrPrice = price;
    bidSizeOrSize = size;
    side = aggressor;
  }

  @Override
  public void onOther(MarketEvent event) {
    kind = Kind.OTHER;
    other = event;
  }

  void deliver(InstrumentPipeline pipeline) {
    if (kind == Kind.QUOTE) {
      pipeline.onQuote(eventNanos, receivedNanos, venueId, bidOrPrice, bidSizeOrSize, ask, askSize);
    } else if (kind == Kind.TRADE) {
      pipeline.onTrade(eventNanos, receivedNanos, venueId, bidOrPrice, bidSizeOrSize, side);
    } else if (other != null) {
      pipeline.onOther(other);
      other = null;
    }
  }
}
