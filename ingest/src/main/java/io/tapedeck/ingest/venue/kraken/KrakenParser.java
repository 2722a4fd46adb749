package io.tapedeck.ingest.venue.kraken;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tapedeck.ingest.core.FrameRefusedException;
import io.tapedeck.ingest.core.JsonScanner;
import io.tapedeck.ingest.core.SymbolTable;
import io.tapedeck.ingest.venue.kraken.KrakenFrame.BookRow;
import io.tapedeck.ingest.venue.kraken.KrakenFrame.Kind;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames of Kraken's WebSocket v2 into a {@link KrakenFrame}. Members may come in any order
 * and unknown ones are passed over; a missing or doubled member, a symbol that was not subscribed
 * or a value that is out of range refuses the frame. Nothing else is ever thrown. Not thread-safe.
 */
final class KrakenParser {
  private static final byte[] CHANNEL = name("channel");
  private static final byte[] TYPE = name("type");
  private static final byte[] DATA = name("data");
  private static final byte[] METHOD = name("method");
  private static final byte[] SUCCESS = name("success");
  private static final byte[] ERROR = name("error");
  private static final byte[] RESULT = name("result");
  private static final byte[] SYSTEM = name("system");
  private static final byte[] SYMBOL = name("symbol");
  private static final byte[] TIMESTAMP = name("timestamp");
  private static final byte[] BID = name("bid");
  private static final byte[] BID_QTY = name("bid_qty");
  private static final byte[] ASK = name("ask");
  private static final byte[] ASK_QTY = name("ask_qty");
  private static final byte[] SIDE = name("side");
  private static final byte[] PRICE = name("price");
  private static final byte[] QTY = name("qty");
  private static final byte[] TRADE_ID = name("trade_id");
  private static final byte[] BIDS = name("bids");
  private static final byte[] ASKS = name("asks");
  private static final byte[] CHECKSUM = name("checksum");
  private static final byte[] SNAPSHOT = name("snapshot");
  private static final byte[] UPDATE = name("update");
  private static final byte[] BUY = name("buy");
  private static final byte[] SELL = name("sell");
  private static final byte[] TICKER = name("ticker");
  private static final byte[] TRADE = name("trade");
  private static final byte[] BOOK = name("book");
  private static final byte[] STATUS = name("status");
  private static final byte[] HEARTBEAT = name("heartbeat");
  private static final Set<Kind> USED = EnumSet.of(Kind.TICKER, Kind.TRADE, Kind.BOOK, Kind.STATUS);
  private static final long LARGEST_CHECKSUM = 0xFFFF_FFFFL;

  private final SymbolTable symbols;
  private final JsonScanner json = new JsonScanner();

  KrakenParser(SymbolTable symbols) {
    this.symbols = symbols;
  }

  private static byte[] name(String name) {
    return name.getBytes(US_ASCII);
  }

  /**
   * Reads one frame.
   *
   * @throws FrameRefusedException if it is not what Kraken documents; {@code frame} is then
   *     undefined
   */
  void parse(byte[] bytes, int from, int to, KrakenFrame frame) {
    frame.clear();
    json.over(bytes, from, to);
    Kind channel = null;
    boolean typed = false;
    int dataAt = -1;
    boolean dataRead = false;
    if (json.open('{', '}')) {
      do {
        json.name();
        if (json.textIs(CHANNEL)) {
          channel = once(channel == null && frame.method == null, channel());
        } else if (json.textIs(TYPE)) {
          once(!typed, null);
          typed = true;
          frame.snapshot = type();
        } else if (json.textIs(DATA)) {
          once(dataAt < 0, null);
          dataAt = json.position();
          dataRead = channel != null;
          data(channel, frame);
        } else if (json.textIs(METHOD)) {
          once(channel == null && frame.method == null, null);
          json.text();
          frame.method = json.textValue();
        } else {
          answer(frame);
        }
      } while (json.more('}'));
    }
    json.end();
    if (channel == null) {
      if (frame.method == null) {
        throw new FrameRefusedException("neither channel nor method");
      }
      frame.kind = answerKind(frame.method);
      return;
    }
    frame.kind = channel;
    if (dataAt >= 0 && !dataRead) {
      json.seek(dataAt);
      data(channel, frame);
    }
    boolean ticks = channel == Kind.TICKER || channel == Kind.TRADE || channel == Kind.BOOK;
    if (ticks && (dataAt < 0 || !typed)) {
      throw new FrameRefusedException("data or type is missing");
    }
  }

  private Kind once(boolean first, @Nullable Kind value) {
    if (!first) {
      throw json.refused("a member that may come once comes twice");
    }
    return value == null ? Kind.UNUSED : value;
  }

  private static Kind answerKind(String method) {
    return switch (method) {
      case "subscribe", "unsubscribe" -> Kind.ANSWER;
      case "pong" -> Kind.PONG;
      default -> Kind.UNUSED;
    };
  }

  private Kind channel() {
    json.text();
    if (json.textIs(TICKER)) {
      return Kind.TICKER;
    }
    if (json.textIs(TRADE)) {
      return Kind.TRADE;
    }
    if (json.textIs(BOOK)) {
      return Kind.BOOK;
    }
    if (json.textIs(HEARTBEAT)) {
      return Kind.HEARTBEAT;
    }
    return json.textIs(STATUS) ? Kind.STATUS : Kind.UNUSED;
  }

  private boolean type() {
    json.text();
    boolean snapshot = json.textIs(SNAPSHOT);
    if (!snapshot && !json.textIs(UPDATE)) {
      throw json.refused("type is neither snapshot nor update");
    }
    return snapshot;
  }

  private void data(@Nullable Kind channel, KrakenFrame frame) {
    if (channel == null || !USED.contains(channel)) {
      json.skip();
    } else if (json.open('[', ']')) {
      do {
        row(channel, frame);
      } while (json.more(']'));
    }
  }

  private void row(Kind channel, KrakenFrame frame) {
    switch (channel) {
      case TICKER -> ticker(frame);
      case TRADE -> trade(frame);
      case BOOK -> book(frame);
      default -> status(frame);
    }
  }

  /** Members of answers: kept if they are of interest, else passed over. */
  private void answer(KrakenFrame frame) {
    if (json.textIs(SUCCESS)) {
      frame.success = json.bool();
    } else if (json.textIs(ERROR)) {
      frame.error = optionalText();
    } else if (json.textIs(SYMBOL)) {
      frame.subject = optionalText();
    } else if (json.textIs(RESULT) && json.peek() == '{') {
      if (json.open('{', '}')) {
        do {
          json.name();
          if (json.textIs(CHANNEL)) {
            frame.channel = optionalText();
          } else if (json.textIs(SYMBOL)) {
            frame.subject = optionalText();
          } else {
            json.skip();
          }
        } while (json.more('}'));
      }
    } else {
      json.skip();
    }
  }

  private @Nullable String optionalText() {
    if (json.peek() != '"') {
      json.skip();
      return null;
    }
    json.text();
    return json.textValue();
  }

  private void status(KrakenFrame frame) {
    if (json.open('{', '}')) {
      do {
        json.name();
        if (json.textIs(SYSTEM)) {
          frame.system = optionalText();
        } else {
          json.skip();
        }
      } while (json.more('}'));
    }
  }

  private int symbol() {
    json.text();
    int symbol = json.textIn(symbols);
    if (symbol < 0) {
      throw json.refused("a symbol that was not subscribed");
    }
    return symbol;
  }

  private long notNegative() {
    long raw = json.decimal();
    if (raw < 0) {
      throw json.refused("a negative price or size");
    }
    return raw;
  }

  private long positive() {
    long raw = json.decimal();
    if (raw <= 0) {
      throw json.refused("a price or size that is not above zero");
    }
    return raw;
  }

  private long time() {
    json.text();
    return json.textNanos();
  }

  private int seen(int seen, int member) {
    if ((seen & member) != 0) {
      throw json.refused("a member comes twice");
    }
    return seen | member;
  }

  private void complete(int seen, int needed) {
    if ((seen & needed) != needed) {
      throw json.refused("a member is missing");
    }
  }

  private void ticker(KrakenFrame frame) {
    int row = frame.addRow();
    int seen = 0;
    if (json.open('{', '}')) {
      do {
        json.name();
        if (json.textIs(SYMBOL)) {
          seen = seen(seen, 1);
          frame.symbol[row] = symbol();
        } else if (json.textIs(BID)) {
          seen = seen(seen, 2);
          frame.first[row] = notNegative();
        } else if (json.textIs(BID_QTY)) {
          seen = seen(seen, 4);
          frame.firstSize[row] = notNegative();
        } else if (json.textIs(ASK)) {
          seen = seen(seen, 8);
          frame.second[row] = notNegative();
        } else if (json.textIs(ASK_QTY)) {
          seen = seen(seen, 16);
          frame.secondSize[row] = notNegative();
        } else if (json.textIs(TIMESTAMP)) {
          seen = seen(seen, 32);
          frame.time[row] = time();
        } else {
          json.skip();
        }
      } while (json.more('}'));
    }
    complete(seen, 31);
  }

  private void trade(KrakenFrame frame) {
    int row = frame.addRow();
    int seen = 0;
    if (json.open('{', '}')) {
      do {
        json.name();
        if (json.textIs(SYMBOL)) {
          seen = seen(seen, 1);
          frame.symbol[row] = symbol();
        } else if (json.textIs(SIDE)) {
          seen = seen(seen, 2);
          frame.buy[row] = side();
        } else if (json.textIs(PRICE)) {
          seen = seen(seen, 4);
          frame.first[row] = positive();
        } else if (json.textIs(QTY)) {
          seen = seen(seen, 8);
          frame.firstSize[row] = positive();
        } else if (json.textIs(TRADE_ID)) {
          seen = seen(seen, 16);
          frame.second[row] = json.natural();
        } else if (json.textIs(TIMESTAMP)) {
          seen = seen(seen, 32);
          frame.time[row] = time();
        } else {
          json.skip();
        }
      } while (json.more('}'));
    }
    complete(seen, 63);
  }

  private boolean side() {
    json.text();
    boolean buy = json.textIs(BUY);
    if (!buy && !json.textIs(SELL)) {
      throw json.refused("side is neither buy nor sell");
    }
    return buy;
  }

  private void book(KrakenFrame frame) {
    BookRow row = frame.addBook();
    int seen = 0;
    if (json.open('{', '}')) {
      do {
        json.name();
        if (json.textIs(SYMBOL)) {
          seen = seen(seen, 1);
          row.symbol = symbol();
        } else if (json.textIs(BIDS)) {
          seen = seen(seen, 2);
          levels(row, true);
        } else if (json.textIs(ASKS)) {
          seen = seen(seen, 4);
          levels(row, false);
        } else if (json.textIs(CHECKSUM)) {
          seen = seen(seen, 8);
          row.checksum = json.natural();
          if (row.checksum > LARGEST_CHECKSUM) {
            throw json.refused("a checksum of more than 32 bits");
          }
        } else if (json.textIs(TIMESTAMP)) {
          seen = seen(seen, 16);
          row.time = time();
        } else {
          json.skip();
        }
      } while (json.more('}'));
    }
    complete(seen, 15);
  }

  private void levels(BookRow row, boolean bid) {
    if (json.open('[', ']')) {
      do {
        level(row, bid);
      } while (json.more(']'));
    }
  }

  private void level(BookRow row, boolean bid) {
    int level = row.addLevel();
    row.bid[level] = bid;
    int seen = 0;
    if (json.open('{', '}')) {
      do {
        json.name();
        if (json.textIs(PRICE)) {
          seen = seen(seen, 1);
          row.price[level] = positive();
          row.priceScale[level] = json.scale();
        } else if (json.textIs(QTY)) {
          seen = seen(seen, 2);
          row.size[level] = notNegative();
          row.sizeScale[level] = json.scale();
        } else {
          json.skip();
        }
      } while (json.more('}'));
    }
    complete(seen, 3);
  }
}
