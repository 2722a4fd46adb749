package io.tapedeck.schemas.codec;

import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.market.TradingStatus;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.AvroWriter;

/** Marks. */
public final class MarkCodec implements Codec<Mark> {
  private static final FeedStatus[] FEED = FeedStatus.values();
  private static final TradingStatus[] TRADING = TradingStatus.values();

  @Override
  public String schemaName() {
    return "io.tapedeck.market.v1.Mark";
  }

  @Override
  public void write(AvroWriter out, Mark mark) {
    out.writeString(mark.instrument().value());
    Parts.writeOptional(out, mark.bid(), Parts::writePrice);
    Parts.writeOptional(out, mark.ask(), Parts::writePrice);
    Parts.writeOptional(out, mark.last(), Parts::writePrice);
    out.writeNanos(mark.eventNanos());
    out.writeNanos(mark.receivedNanos());
    Parts.writeCoordinates(out, mark.source());
    Parts.writeEnum(out, mark.feedStatus());
    Parts.writeEnum(out, mark.tradingStatus());
  }

  @Override
  public Mark read(AvroReader in) {
    return new Mark(
        Ids.instrument(in),
        Parts.readOptional(in, Parts::readPrice),
        Parts.readOptional(in, Parts::readPrice),
        Parts.readOptional(in, Parts::readPrice),
        in.readNanos(),
        in.readNanos(),
        Parts.readCoordinates(in),
        Parts.readEnum(in, FEED),
        Parts.readEnum(in, TRADING));
  }
}
