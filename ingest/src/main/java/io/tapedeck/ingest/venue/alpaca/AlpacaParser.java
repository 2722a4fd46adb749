package io.tapedeck.ingest.venue.alpaca;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.ingest.core.FrameRefusedException;
import io.tapedeck.ingest.core.JsonScanner;
import io.tapedeck.ingest.core.SymbolTable;
import io.tapedeck.ingest.venue.alpaca.AlpacaFrame.Control;
import io.tapedeck.ingest.venue.alpaca.AlpacaFrame.Refused;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads frames of Alpaca's market-data streams: arrays of messages, each with its type in {@code
 * T}. Members may come in any order and unknown ones are passed over. A message that is not what
 * Alpaca documents is refused alone, since those beside it have nothing to do with it; bytes that
 * are no JSON refuse the frame. Nothing else is ever thrown. Not thread-safe.
 */
final class AlpacaParser {
  private static final int LONGEST_EXCERPT = 2_000;

  /** Members that are numbers, times or texts of data messages, by their number below. */
  private static final SymbolTable NAMES =
      new SymbolTable(
          List.of("T", "S", "t", "p", "s", "i", "bp", "bs", "ap", "as", "tks", "code", "msg"));

  private static final int TYPE = 0;
  private static final int SYMBOL = 1;
  private static final int TIME = 2;
  private static final int PRICE = 3;
  private static final int SIZE = 4;
  private static final int ID = 5;
  private static final int BID = 6;
  private static final int BID_SIZE = 7;
  private static final int ASK = 8;
  private static final int ASK_SIZE = 9;
  private static final int TAKER = 10;
  private static final int CODE = 11;
  private static final int MESSAGE = 12;

  private static final SymbolTable TYPES =
      new SymbolTable(
          List.of(
              "t",
              "q",
              "b",
              "u",
              "d",
              "s",
              "l",
              "c",
              "x",
              "o",
              "i",
              "success",
              "error",
              "subscription"));
  private static final int TRADE = 0;
  private static final int QUOTE = 1;
  private static final int SUCCESS = 11;

  private static final long TRADE_NEEDS = bits(SYMBOL, TIME, PRICE, SIZE);
  private static final long QUOTE_NEEDS = bits(SYMBOL, TIME, BID, BID_SIZE, ASK, ASK_SIZE);

  private final AlpacaSymbols symbols;
  private final JsonScanner json = new JsonScanner();
  private final AlpacaDetails details;
  private byte[] bytes = new byte[0];

  AlpacaParser(AlpacaSymbols symbols) {
    this.symbols = symbols;
    this.details = new AlpacaDetails(json, symbols);
  }

  private static long bits(int... members) {
    long set = 0;
    for (int member : members) {
      set |= 1L << member;
    }
    return set;
  }

  /**
   * Reads one frame: an array of messages, or a single one.
   *
   * @throws FrameRefusedException if it is no JSON, or of another shape; {@code frame} is then
   *     undefined
   */
  void parse(byte[] in, int from, int to, long receivedNanos, AlpacaFrame frame) {
    frame.clear();
    bytes = in;
    json.over(in, from, to);
    if (json.peek() != '[') {
      message(receivedNanos, frame);
    } else if (json.open('[', ']')) {
      do {
        message(receivedNanos, frame);
      } while (json.more(']'));
    }
    json.end();
  }

  private void message(long receivedNanos, AlpacaFrame frame) {
    json.peek();
    int begin = json.position();
    int ticks = frame.ticks.count();
    try {
      message(begin, receivedNanos, frame);
    } catch (FrameRefusedException e) {
      json.seek(begin);
      json.skip(); // refuses the frame if this is where its JSON is broken
      frame.ticks.keep(ticks);
      frame.refused.add(new Refused(begin, json.position(), e.reason()));
    }
  }

  /** Reads the hot kinds in one pass; others begin again with their own reader. */
  private void message(int begin, long receivedNanos, AlpacaFrame frame) {
    int type = typeFirst();
    if (type == TRADE) {
      trade(receivedNanos, frame);
    } else if (type == QUOTE) {
      quote(receivedNanos, frame);
    } else if (type >= SUCCESS) {
      json.seek(begin);
      control(begin, frame);
    } else {
      json.seek(begin);
      frame.ticks.event(details.read(TYPES.symbols().get(type), receivedNanos));
    }
  }

  /** The message's type; then the scanner stands before its first member. */
  private int typeFirst() {
    int begin = json.position();
    int type = -1;
    if (json.open('{', '}')) {
      do {
        json.name();
        if (json.textIn(NAMES) == TYPE) {
          json.text();
          type = json.textIn(TYPES);
          if (type < 0) {
            throw json.refused("a type that is not documented: " + json.textValue());
          }
          break;
        }
        json.skip();
      } while (json.more('}'));
    }
    if (type < 0) {
      throw json.refused("member T is missing");
    }
    json.seek(begin);
    return type;
  }

  private int member(long seen) {
    json.name();
    int member = json.textIn(NAMES);
    if (member >= 0 && (seen & 1L << member) != 0) {
      throw json.refused("a member comes twice");
    }
    return member;
  }

  private static long with(long seen, int member) {
    return member < 0 ? seen : seen | 1L << member;
  }

  private void complete(long seen, long needed) {
    long missing = needed & ~seen;
    if (missing != 0) {
      String name = NAMES.symbols().get(Long.numberOfTrailingZeros(missing));
      throw json.refused("member " + name + " is missing");
    }
  }

  private void trade(long receivedNanos, AlpacaFrame frame) {
    long seen = 0;
    int symbol = 0;
    long time = 0;
    long price = 0;
    long size = 0;
    long id = MarketEvent.NO_VENUE_ID;
    AggressorSide side = AggressorSide.UNKNOWN;
    if (json.open('{', '}')) {
      do {
        int member = member(seen);
        seen = with(seen, member);
        switch (member) {
          case SYMBOL -> symbol = symbol();
          case TIME -> time = time();
          case PRICE -> price = details.positive();
          case SIZE -> size = details.notNegative();
          case ID -> id = json.natural();
          case TAKER -> side = taker();
          default -> json.skip();
        }
      } while (json.more('}'));
    }
    complete(seen, TRADE_NEEDS);
    frame.ticks.trade(symbols.instrument(symbol), time, receivedNanos, id, price, size, side);
  }

  private void quote(long receivedNanos, AlpacaFrame frame) {
    long seen = 0;
    int symbol = 0;
    long time = 0;
    long bid = 0;
    long bidSize = 0;
    long ask = 0;
    long askSize = 0;
    if (json.open('{', '}')) {
      do {
        int member = member(seen);
        seen = with(seen, member);
        switch (member) {
          case SYMBOL -> symbol = symbol();
          case TIME -> time = time();
          case BID -> bid = details.notNegative();
          case BID_SIZE -> bidSize = details.notNegative();
          case ASK -> ask = details.notNegative();
          case ASK_SIZE -> askSize = details.notNegative();
          default -> json.skip();
        }
      } while (json.more('}'));
    }
    complete(seen, QUOTE_NEEDS);
    frame.ticks.quote(
        symbols.instrument(symbol),
        time,
        receivedNanos,
        MarketEvent.NO_VENUE_ID,
        bid,
        bidSize,
        ask,
        askSize);
  }

  private int symbol() {
    json.text();
    return symbols.of(json);
  }

  private long time() {
    json.text();
    return json.textNanos();
  }

  private AggressorSide taker() {
    json.text();
    return switch (json.textValue()) {
      case "B" -> AggressorSide.BUY;
      case "S" -> AggressorSide.SELL;
      case "", "-" -> AggressorSide.UNKNOWN;
      default -> throw json.refused("tks is neither B nor S");
    };
  }

  private void control(int begin, AlpacaFrame frame) {
    String type = "";
    String text = "";
    long code = 0;
    if (json.open('{', '}')) {
      do {
        json.name();
        switch (json.textIn(NAMES)) {
          case TYPE -> {
            json.text();
            type = json.textValue();
          }
          case CODE -> code = json.natural();
          case MESSAGE -> {
            json.text();
            text = json.textValue();
          }
          default -> json.skip();
        }
      } while (json.more('}'));
    }
    if (type.equals("subscription")) {
      int length = Math.min(json.position() - begin, LONGEST_EXCERPT);
      text = new String(bytes, begin, length, StandardCharsets.UTF_8);
    }
    frame.controls.add(new Control(type, code, text));
  }
}
