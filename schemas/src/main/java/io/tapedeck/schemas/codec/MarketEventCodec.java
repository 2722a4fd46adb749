package io.tapedeck.schemas.codec;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.BookChange;
import io.tapedeck.domain.market.MarketEvent.FeedStatusChange;
import io.tapedeck.domain.market.MarketEvent.Level;
import io.tapedeck.domain.market.MarketEvent.Quote;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.domain.market.MarketEvent.TradingStatusChange;
import io.tapedeck.domain.market.MarketEventHandler;
import io.tapedeck.domain.market.TradingStatus;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.AvroWriter;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Market events. The tick path uses {@link #writeQuote}, {@link #writeTrade} and {@link
 * #read(AvroReader, MarketEventHandler)}, which allocate nothing.
 */
public final class MarketEventCodec implements Codec<MarketEvent> {
  private static final int KINDS = 12;
  private static final int QUOTE = 1;
  private static final int TRADE = 2;
  private static final int BOOK = 3;
  private static final int TRADING_STATUS = 4;
  private static final int FEED_STATUS = 5;
  private static final AggressorSide[] AGGRESSORS = AggressorSide.values();
  private static final TradingStatus[] TRADING_STATUSES = TradingStatus.values();
  private static final FeedStatus[] FEED_STATUSES = FeedStatus.values();

  @Override
  public String schemaName() {
    return "io.tapedeck.market.v1.MarketEvent";
  }

  /** Appends a quote; prices and sizes are raw scale-9 values, times nanoseconds. */
  public void writeQuote(
      AvroWriter out,
      String instrument,
      long eventNanos,
      long receivedNanos,
      long venueId,
      long bidPrice,
      long bidSize,
      long askPrice,
      long askSize) {
    header(out, instrument, QUOTE, eventNanos, receivedNanos, venueId);
    out.writeDecimal(bidPrice);
    out.writeDecimal(bidSize);
    out.writeDecimal(askPrice);
    out.writeDecimal(askSize);
    absent(out, QUOTE);
  }

  /** Appends a trade; price and size are raw scale-9 values, times nanoseconds. */
  public void writeTrade(
      AvroWriter out,
      String instrument,
      long eventNanos,
      long receivedNanos,
      long venueId,
      long price,
      long size,
      AggressorSide aggressor) {
    header(out, instrument, TRADE, eventNanos, receivedNanos, venueId);
    out.writeDecimal(price);
    out.writeDecimal(size);
    Parts.writeEnum(out, aggressor);
    absent(out, TRADE);
  }

  @Override
  public void write(AvroWriter out, MarketEvent event) {
    String instrument = event.instrument().value();
    if (event instanceof Quote q) {
      writeQuote(
          out,
          instrument,
          q.eventNanos(),
          q.receivedNanos(),
          q.venueId(),
          q.bidPrice().raw(),
          q.bidSize().raw(),
          q.askPrice().raw(),
          q.askSize().raw());
    } else if (event instanceof Trade t) {
      writeTrade(
          out,
          instrument,
          t.eventNanos(),
          t.receivedNanos(),
          t.venueId(),
          t.price().raw(),
          t.size().raw(),
          t.aggressor());
    } else if (event instanceof BookChange b) {
      header(out, instrument, BOOK, b.eventNanos(), b.receivedNanos(), b.venueId());
      out.writeBoolean(b.snapshot());
      Parts.writeList(out, b.bids(), MarketEventCodec::writeLevel);
      Parts.writeList(out, b.asks(), MarketEventCodec::writeLevel);
      Parts.writeOptional(out, b.checksum(), AvroWriter::writeLong);
      absent(out, BOOK);
    } else if (event instanceof TradingStatusChange s) {
      header(out, instrument, TRADING_STATUS, s.eventNanos(), s.receivedNanos(), s.venueId());
      Parts.writeEnum(out, s.status());
      out.writeString(s.reason());
      absent(out, TRADING_STATUS);
    } else if (event instanceof FeedStatusChange f) {
      header(out, instrument, FEED_STATUS, f.eventNanos(), f.receivedNanos(), f.venueId());
      Parts.writeEnum(out, f.status());
      out.writeString(f.detail());
      absent(out, FEED_STATUS);
    } else {
      int kind = MarketDetails.kind(event);
      header(out, instrument, kind, event.eventNanos(), event.receivedNanos(), event.venueId());
      MarketDetails.write(out, event);
      absent(out, kind);
    }
  }

  private static void header(
      AvroWriter out, String instrument, int kind, long event, long received, long venueId) {
    out.writeString(instrument);
    out.writeLong(kind);
    out.writeNanos(event);
    out.writeNanos(received);
    if (venueId == MarketEvent.NO_VENUE_ID) {
      out.writeLong(0);
    } else {
      out.writeLong(1);
      out.writeLong(venueId);
    }
    for (int branch = QUOTE; branch < kind; branch++) {
      out.writeLong(0);
    }
    out.writeLong(1);
  }

  private static void absent(AvroWriter out, int kind) {
    for (int branch = kind + 1; branch < KINDS; branch++) {
      out.writeLong(0);
    }
  }

  private static void writeLevel(AvroWriter out, Level level) {
    out.writeDecimal(level.price().raw());
    out.writeDecimal(level.size().raw());
  }

  private static Level readLevel(AvroReader in) {
    return new Level(new Price(in.readDecimal()), new Quantity(in.readDecimal()));
  }

  /** Reads one event into a handler; for quotes and trades nothing is allocated. */
  public void read(AvroReader in, MarketEventHandler handler) {
    AvroReader at = in;
    int mark = at.remaining();
    at.skipBytes();
    int kind = at.readIndex(KINDS);
    if (kind == QUOTE || kind == TRADE) {
      readHot(at, kind, handler);
    } else {
      at.rewind(mark - at.remaining());
      handler.onOther(read(at));
    }
  }

  private static void readHot(AvroReader in, int kind, MarketEventHandler handler) {
    long event = in.readNanos();
    long received = in.readNanos();
    long venueId = in.readPresent() ? in.readLong() : MarketEvent.NO_VENUE_ID;
    if (kind == QUOTE) {
      Parts.branch(in, true, "quote");
      long bidPrice = in.readDecimal();
      long bidSize = in.readDecimal();
      long askPrice = in.readDecimal();
      long askSize = in.readDecimal();
      noMore(in, QUOTE);
      handler.onQuote(event, received, venueId, bidPrice, bidSize, askPrice, askSize);
    } else {
      Parts.branch(in, false, "quote");
      Parts.branch(in, true, "trade");
      long price = in.readDecimal();
      long size = in.readDecimal();
      AggressorSide aggressor = Parts.readEnum(in, AGGRESSORS);
      noMore(in, TRADE);
      handler.onTrade(event, received, venueId, price, size, aggressor);
    }
  }

  private static void noMore(AvroReader in, int kind) {
    for (int branch = kind + 1; branch < KINDS; branch++) {
      Parts.branch(in, false, "of another kind");
    }
  }

  @Override
  public MarketEvent read(AvroReader in) {
    InstrumentId instrument = Ids.instrument(in);
    int kind = in.readIndex(KINDS);
    if (kind == QUOTE || kind == TRADE) {
      Recorder recorder = new Recorder(instrument);
      readHot(in, kind, recorder);
      return recorder.taken();
    }
    long event = in.readNanos();
    long received = in.readNanos();
    long venueId = in.readPresent() ? in.readLong() : MarketEvent.NO_VENUE_ID;
    if (kind == 0) {
      throw new UnreadableRecordException("a kind of market event that this build does not know");
    }
    for (int branch = QUOTE; branch < kind; branch++) {
      Parts.branch(in, false, "of another kind");
    }
    Parts.branch(in, true, "of its kind");
    MarketEvent value = readCold(in, kind, instrument, event, received, venueId);
    noMore(in, kind);
    return value;
  }

  private static MarketEvent readCold(
      AvroReader in, int kind, InstrumentId instrument, long event, long received, long venueId) {
    if (kind == BOOK) {
      boolean snapshot = in.readBoolean();
      List<Level> bids = Parts.readList(in, MarketEventCodec::readLevel);
      List<Level> asks = Parts.readList(in, MarketEventCodec::readLevel);
      Long checksum = Parts.readOptional(in, AvroReader::readLong);
      return new BookChange(instrument, event, received, snapshot, bids, asks, checksum);
    }
    if (kind == TRADING_STATUS) {
      TradingStatus status = Parts.readEnum(in, TRADING_STATUSES);
      return new TradingStatusChange(instrument, event, received, status, in.readString());
    }
    if (kind > FEED_STATUS) {
      return MarketDetails.read(in, kind, instrument, event, received, venueId);
    }
    FeedStatus status = Parts.readEnum(in, FEED_STATUSES);
    return new FeedStatusChange(instrument, event, received, status, in.readString());
  }

  /** Turns the primitives back into a record. */
  private static final class Recorder implements MarketEventHandler {
    private final InstrumentId instrument;
    private @Nullable MarketEvent event;

    Recorder(InstrumentId instrument) {
      this.instrument = instrument;
    }

    MarketEvent taken() {
      if (event == null) {
        throw new UnreadableRecordException("no event");
      }
      return event;
    }

    @Override
    public void onQuote(
        long eventNanos,
        long receivedNanos,
        long venueId,
        long bidPrice,
        long bidSize,
        long askPrice,
        long askSize) {
      event =
          new Quote(
              instrument,
              eventNanos,
              receivedNanos,
              venueId,
              new Price(bidPrice),
              new Quantity(bidSize),
              new Price(askPrice),
              new Quantity(askSize));
    }

    @Override
    public void onTrade(
        long eventNanos,
        long receivedNanos,
        long venueId,
        long price,
        long size,
        AggressorSide aggressor) {
      event =
          new Trade(
              instrument,
              eventNanos,
              receivedNanos,
              venueId,
              new Price(price),
              new Quantity(size),
              aggressor);
    }

    @Override
    public void onOther(MarketEvent other) {
      event = other;
    }
  }
}
