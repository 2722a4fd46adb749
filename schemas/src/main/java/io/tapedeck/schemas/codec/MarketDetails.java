package io.tapedeck.schemas.codec;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.BarState;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.Bar;
import io.tapedeck.domain.market.MarketEvent.BookOrder;
import io.tapedeck.domain.market.MarketEvent.Imbalance;
import io.tapedeck.domain.market.MarketEvent.OrdersChange;
import io.tapedeck.domain.market.MarketEvent.PriceBand;
import io.tapedeck.domain.market.MarketEvent.TradeCancel;
import io.tapedeck.domain.market.MarketEvent.TradeCorrection;
import io.tapedeck.domain.market.OrderChangeKind;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.AvroWriter;

/** The kinds of market events that are rare: bars, corrections, bands, auctions, single orders. */
final class MarketDetails {
  private static final int BAR = 6;
  private static final int TRADE_CORRECTION = 7;
  private static final int TRADE_CANCEL = 8;
  private static final int PRICE_BAND = 9;
  private static final int IMBALANCE = 10;
  private static final int ORDERS = 11;
  private static final BarState[] BAR_STATES = BarState.values();
  private static final OrderChangeKind[] ORDER_CHANGES = OrderChangeKind.values();

  private MarketDetails() {}

  /** The schema's number of the kind. */
  static int kind(MarketEvent event) {
    if (event instanceof Bar) {
      return BAR;
    }
    if (event instanceof TradeCorrection) {
      return TRADE_CORRECTION;
    }
    if (event instanceof TradeCancel) {
      return TRADE_CANCEL;
    }
    if (event instanceof PriceBand) {
      return PRICE_BAND;
    }
    if (event instanceof Imbalance) {
      return IMBALANCE;
    }
    if (event instanceof OrdersChange) {
      return ORDERS;
    }
    throw new IllegalArgumentException("no rare kind: " + event.getClass().getSimpleName());
  }

  static void write(AvroWriter out, MarketEvent event) {
    if (event instanceof Bar bar) {
      out.writeLong(bar.intervalSeconds());
      Parts.writeEnum(out, bar.state());
      Parts.writePrice(out, bar.open());
      Parts.writePrice(out, bar.high());
      Parts.writePrice(out, bar.low());
      Parts.writePrice(out, bar.close());
      Parts.writeQuantity(out, bar.volume());
      Parts.writeOptional(out, bar.vwap(), Parts::writePrice);
      Parts.writeOptional(out, bar.trades(), AvroWriter::writeLong);
    } else if (event instanceof TradeCorrection correction) {
      Parts.writeOptional(out, correction.originalId(), AvroWriter::writeLong);
      Parts.writePrice(out, correction.originalPrice());
      Parts.writeQuantity(out, correction.originalSize());
      Parts.writePrice(out, correction.price());
      Parts.writeQuantity(out, correction.size());
    } else if (event instanceof TradeCancel cancel) {
      Parts.writePrice(out, cancel.price());
      Parts.writeQuantity(out, cancel.size());
      out.writeString(cancel.reason());
    } else if (event instanceof PriceBand band) {
      Parts.writePrice(out, band.lower());
      Parts.writePrice(out, band.upper());
      out.writeString(band.indicator());
    } else if (event instanceof Imbalance imbalance) {
      Parts.writePrice(out, imbalance.price());
    } else if (event instanceof OrdersChange orders) {
      out.writeBoolean(orders.snapshot());
      Parts.writeList(out, orders.bids(), MarketDetails::writeOrder);
      Parts.writeList(out, orders.asks(), MarketDetails::writeOrder);
      Parts.writeOptional(out, orders.checksum(), AvroWriter::writeLong);
    }
  }

  static MarketEvent read(
      AvroReader in, int kind, InstrumentId instrument, long event, long received, long venueId) {
    return switch (kind) {
      case BAR ->
          new Bar(
              instrument,
              event,
              received,
              in.readLong(),
              Parts.readEnum(in, BAR_STATES),
              Parts.readPrice(in),
              Parts.readPrice(in),
              Parts.readPrice(in),
              Parts.readPrice(in),
              Parts.readQuantity(in),
              Parts.readOptional(in, Parts::readPrice),
              Parts.readOptional(in, AvroReader::readLong));
      case TRADE_CORRECTION ->
          new TradeCorrection(
              instrument,
              event,
              received,
              venueId,
              Parts.readOptional(in, AvroReader::readLong),
              Parts.readPrice(in),
              Parts.readQuantity(in),
              Parts.readPrice(in),
              Parts.readQuantity(in));
      case TRADE_CANCEL ->
          new TradeCancel(
              instrument,
              event,
              received,
              venueId,
              Parts.readPrice(in),
              Parts.readQuantity(in),
              in.readString());
      case PRICE_BAND ->
          new PriceBand(
              instrument,
              event,
              received,
              Parts.readPrice(in),
              Parts.readPrice(in),
              in.readString());
      case IMBALANCE -> new Imbalance(instrument, event, received, Parts.readPrice(in));
      case ORDERS ->
          new OrdersChange(
              instrument,
              event,
              received,
              in.readBoolean(),
              Parts.readList(in, MarketDetails::readOrder),
              Parts.readList(in, MarketDetails::readOrder),
              Parts.readOptional(in, AvroReader::readLong));
      default -> throw new IllegalArgumentException("no rare kind: " + kind);
    };
  }

  private static void writeOrder(AvroWriter out, BookOrder order) {
    Parts.writeEnum(out, order.change());
    out.writeString(order.orderId());
    Parts.writePrice(out, order.price());
    Parts.writeQuantity(out, order.size());
    out.writeNanos(order.timeNanos());
  }

  private static BookOrder readOrder(AvroReader in) {
    return new BookOrder(
        Parts.readEnum(in, ORDER_CHANGES),
        in.readString(),
        Parts.readPrice(in),
        Parts.readQuantity(in),
        in.readNanos());
  }
}
