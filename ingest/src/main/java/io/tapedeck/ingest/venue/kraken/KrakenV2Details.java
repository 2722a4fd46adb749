package io.tapedeck.ingest.venue.kraken;

import io.tapedeck.domain.market.MarketEvent.BookOrder;
import io.tapedeck.domain.market.MarketEvent.OrdersChange;
import io.tapedeck.domain.market.MarketEvent.TradingStatusChange;
import io.tapedeck.domain.market.OrderChangeKind;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.ingest.core.JsonScanner;
import io.tapedeck.ingest.core.SymbolTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of the rare channels of Kraken's WebSocket v2: single orders, pairs, the system's status.
 */
final class KrakenV2Details {
  private static final SymbolTable NAMES =
      KrakenReader.names(
          "symbol",
          "timestamp",
          "bids",
          "asks",
          "checksum",
          "order_id",
          "limit_price",
          "order_qty",
          "event",
          "status",
          "price_precision",
          "qty_precision",
          "pairs",
          "system");
  private static final int SYMBOL = 0;
  private static final int TIMESTAMP = 1;
  private static final int BIDS = 2;
  private static final int ASKS = 3;
  private static final int CHECKSUM = 4;
  private static final int ORDER_ID = 5;
  private static final int LIMIT_PRICE = 6;
  private static final int ORDER_QTY = 7;
  private static final int EVENT = 8;
  private static final int STATUS = 9;
  private static final int PRICE_PRECISION = 10;
  private static final int QTY_PRECISION = 11;
  private static final int PAIRS = 12;
  private static final int SYSTEM = 13;
  private static final long ORDERS_NEEDS = KrakenReader.all(SYMBOL, BIDS, ASKS);
  private static final long ORDER_NEEDS =
      KrakenReader.all(ORDER_ID, LIMIT_PRICE, ORDER_QTY, TIMESTAMP);
  private static final long PAIR_NEEDS = KrakenReader.all(SYMBOL);
  private static final int MOST_PRECISION = 18;

  private final KrakenReader in;
  private final JsonScanner json;

  KrakenV2Details(KrakenReader in) {
    this.in = in;
    this.json = in.json;
  }

  void orders(KrakenFrame frame, boolean snapshot, long receivedNanos) {
    long seen = 0;
    int pair = 0;
    List<BookOrder> bids = new ArrayList<>();
    List<BookOrder> asks = new ArrayList<>();
    Long checksum = null;
    long time = receivedNanos;
    if (json.open('{', '}')) {
      do {
        int member = in.member(NAMES);
        seen = in.seen(seen, member);
        switch (member) {
          case SYMBOL -> pair = in.pair();
          case BIDS -> orders(bids);
          case ASKS -> orders(asks);
          case CHECKSUM -> checksum = in.checksum();
          case TIMESTAMP -> time = in.time();
          default -> json.skip();
        }
      } while (json.more('}'));
    }
    in.complete(seen, NAMES, ORDERS_NEEDS);
    frame.ticks.event(
        new OrdersChange(in.pairs.id(pair), time, receivedNanos, snapshot, bids, asks, checksum));
  }

  private void orders(List<BookOrder> into) {
    if (json.open('[', ']')) {
      do {
        into.add(order());
      } while (json.more(']'));
    }
  }

  private BookOrder order() {
    long seen = 0;
    OrderChangeKind change = OrderChangeKind.ADD; // a snapshot does not say
    String id = "";
    long price = 0;
    long size = 0;
    long time = 0;
    if (json.open('{', '}')) {
      do {
        int member = in.member(NAMES);
        seen = in.seen(seen, member);
        switch (member) {
          case ORDER_ID -> {
            json.text();
            id = json.textValue();
          }
          case LIMIT_PRICE -> price = in.positive();
          case ORDER_QTY -> size = in.notNegative();
          case TIMESTAMP -> time = in.time();
          case EVENT -> change = change();
          default -> json.skip();
        }
      } while (json.more('}'));
    }
    in.complete(seen, NAMES, ORDER_NEEDS);
    return new BookOrder(change, id, new Price(price), new Quantity(size), time);
  }

  private OrderChangeKind change() {
    json.text();
    return switch (json.textValue()) {
      case "add" -> OrderChangeKind.ADD;
      case "modify" -> OrderChangeKind.MODIFY;
      case "delete" -> OrderChangeKind.DELETE;
      default -> throw json.refused("an order's event is none of add, modify, delete");
    };
  }

  /** The object of the instrument channel; pairs that are not subscribed are passed over. */
  void instruments(KrakenFrame frame, long receivedNanos) {
    if (json.open('{', '}')) {
      do {
        if (in.member(NAMES) != PAIRS) {
          json.skip();
        } else if (json.open('[', ']')) {
          do {
            pair(frame, receivedNanos);
          } while (json.more(']'));
        }
      } while (json.more('}'));
    }
  }

  private void pair(KrakenFrame frame, long receivedNanos) {
    long seen = 0;
    int name = -1;
    String status = null;
    int price = -1;
    int size = -1;
    if (json.open('{', '}')) {
      do {
        int member = in.member(NAMES);
        seen = in.seen(seen, member);
        switch (member) {
          case SYMBOL -> {
            json.text();
            name = json.textIn(in.pairs.names());
          }
          case STATUS -> status = in.optionalText();
          case PRICE_PRECISION -> price = precision();
          case QTY_PRECISION -> size = precision();
          default -> json.skip();
        }
      } while (json.more('}'));
    }
    in.complete(seen, NAMES, PAIR_NEEDS);
    if (name < 0) {
      return;
    }
    int pair = name % in.pairs.count();
    frame.addPair(pair, price, size);
    if (status != null) {
      frame.ticks.event(
          new TradingStatusChange(
              in.pairs.id(pair),
              receivedNanos,
              receivedNanos,
              KrakenPairs.status(status),
              "pair is " + status));
    }
  }

  private int precision() {
    long precision = json.natural();
    if (precision > MOST_PRECISION) {
      throw json.refused("a precision of more than " + MOST_PRECISION + " decimals");
    }
    return (int) precision;
  }

  void status(KrakenFrame frame) {
    if (json.open('{', '}')) {
      do {
        if (in.member(NAMES) == SYSTEM) {
          frame.system = in.optionalText();
        } else {
          json.skip();
        }
      } while (json.more('}'));
    }
  }
}
