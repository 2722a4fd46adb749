package io.tapedeck.ingest.venue.kraken;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tapedeck.ingest.core.FrameRefusedException;
import io.tapedeck.ingest.core.JsonScanner;
import io.tapedeck.ingest.core.SymbolTable;
import io.tapedeck.ingest.venue.kraken.KrakenFrame.Kind;

/**
 * Reads frames of Kraken's WebSocket API into a {@link KrakenFrame}, whichever version they are of:
 * arrays and objects with {@code event} are v1's, objects with {@code channel} or {@code method}
 * v2's. Members may come in any order and unknown ones are passed over; a missing or doubled
 * member, a symbol that was not subscribed or a value that is out of range refuses the frame.
 * Nothing else is ever thrown. Not thread-safe.
 */
final class KrakenParser {
  private static final SymbolTable NAMES =
      KrakenReader.names(
          "channel", "type", "data", "method", "success", "error", "result", "symbol", "event");
  private static final int CHANNEL = 0;
  private static final int TYPE = 1;
  private static final int DATA = 2;
  private static final int METHOD = 3;
  private static final int SUCCESS = 4;
  private static final int ERROR = 5;
  private static final int RESULT = 6;
  private static final int SYMBOL = 7;
  private static final int EVENT = 8;

  /** Kraken's channels, in the order of the numbers below. */
  private static final SymbolTable CHANNELS =
      KrakenReader.names(
          "ticker",
          "trade",
          "book",
          "ohlc",
          "level3",
          "instrument",
          "status",
          "heartbeat",
          "executions",
          "balances");

  private static final int TICKER = 0;
  private static final int TRADE = 1;
  private static final int BOOK = 2;
  private static final int OHLC = 3;
  private static final int LEVEL3 = 4;
  private static final int INSTRUMENT = 5;
  private static final int STATUS = 6;
  private static final int HEARTBEAT = 7;
  private static final int NONE = -1;
  private static final byte[] SNAPSHOT = "snapshot".getBytes(US_ASCII);
  private static final byte[] UPDATE = "update".getBytes(US_ASCII);

  private final KrakenReader in;
  private final JsonScanner json;
  private final KrakenV1Reader v1;
  private final KrakenV2Reader v2;
  private final KrakenV2Details details;
  private int channel;
  private boolean snapshot;
  private long receivedNanos;

  KrakenParser(KrakenPairs pairs) {
    this.in = new KrakenReader(pairs);
    this.json = in.json;
    this.v1 = new KrakenV1Reader(in);
    this.v2 = new KrakenV2Reader(in);
    this.details = new KrakenV2Details(in);
  }

  /** Where v1 keeps which channel id stands for which pair. */
  KrakenV1Reader v1() {
    return v1;
  }

  /**
   * Reads one frame.
   *
   * @throws FrameRefusedException if it is not what Kraken documents; {@code frame} is then
   *     undefined
   */
  void parse(byte[] bytes, int from, int to, long received, KrakenFrame frame) {
    frame.clear();
    receivedNanos = received;
    in.over(bytes, from, to);
    if (json.peek() == '[') {
      frame.v1 = true;
      v1.array(frame, received);
    } else if (!object(frame)) {
      in.over(bytes, from, to);
      v1.event(frame);
    }
  }

  /** Reads an object of v2; false if it is one of v1. */
  private boolean object(KrakenFrame frame) {
    channel = NONE;
    snapshot = false;
    long seen = 0;
    int dataAt = -1;
    boolean read = false;
    if (json.open('{', '}')) {
      do {
        int member = in.member(NAMES);
        seen = in.seen(seen, member);
        switch (member) {
          case CHANNEL -> channel = channel();
          case TYPE -> snapshot = type();
          case DATA -> {
            dataAt = json.position();
            read = has(seen, CHANNEL) && has(seen, TYPE);
            data(read, frame);
          }
          case METHOD -> frame.method = text();
          case EVENT -> {
            return false;
          }
          default -> answer(member, frame);
        }
      } while (json.more('}'));
    }
    json.end();
    if (!has(seen, CHANNEL)) {
      if (!has(seen, METHOD)) {
        throw new FrameRefusedException("neither channel, method nor event");
      }
      frame.kind = answerKind(String.valueOf(frame.method));
      return true;
    }
    frame.kind = kind();
    frame.snapshot = snapshot;
    if (dataAt >= 0 && !read) {
      json.seek(dataAt);
      data(true, frame);
    }
    if (channel >= TICKER && channel <= INSTRUMENT && (dataAt < 0 || !has(seen, TYPE))) {
      throw new FrameRefusedException("data or type is missing");
    }
    return true;
  }

  private static boolean has(long seen, int member) {
    return (seen & 1L << member) != 0;
  }

  private static Kind answerKind(String method) {
    return switch (method) {
      case "subscribe", "unsubscribe" -> Kind.ANSWER;
      case "pong" -> Kind.PONG;
      default -> Kind.UNUSED;
    };
  }

  private String text() {
    json.text();
    return json.textValue();
  }

  private int channel() {
    json.text();
    int found = json.textIn(CHANNELS);
    if (found < 0) {
      throw json.refused("a channel that is not documented: " + json.textValue());
    }
    return found;
  }

  private Kind kind() {
    return switch (channel) {
      case TICKER, TRADE, OHLC, LEVEL3 -> Kind.TICKS;
      case BOOK -> Kind.BOOK;
      case INSTRUMENT -> Kind.INSTRUMENT;
      case STATUS -> Kind.STATUS;
      case HEARTBEAT -> Kind.HEARTBEAT;
      default -> Kind.UNUSED;
    };
  }

  private boolean type() {
    json.text();
    boolean whole = json.textIs(SNAPSHOT);
    if (!whole && !json.textIs(UPDATE)) {
      throw json.refused("type is neither snapshot nor update");
    }
    return whole;
  }

  private void data(boolean now, KrakenFrame frame) {
    if (!now || channel > STATUS) {
      json.skip();
    } else if (channel == INSTRUMENT) {
      details.instruments(frame, receivedNanos);
    } else if (json.open('[', ']')) {
      do {
        row(frame);
      } while (json.more(']'));
    }
  }

  private void row(KrakenFrame frame) {
    switch (channel) {
      case TICKER -> v2.ticker(frame, receivedNanos);
      case TRADE -> v2.trade(frame, receivedNanos);
      case BOOK -> {
        v2.book(frame, receivedNanos);
        frame.book[frame.books - 1].snapshot = snapshot;
      }
      case OHLC -> v2.bar(frame, receivedNanos);
      case LEVEL3 -> details.orders(frame, snapshot, receivedNanos);
      default -> details.status(frame);
    }
  }

  /** Members of answers: kept if they are of interest, else passed over. */
  private void answer(int member, KrakenFrame frame) {
    if (member == SUCCESS) {
      frame.success = json.bool();
    } else if (member == ERROR) {
      frame.error = in.optionalText();
    } else if (member == SYMBOL) {
      frame.subject = in.optionalText();
    } else if (member == RESULT && json.peek() == '{') {
      result(frame);
    } else {
      json.skip();
    }
  }

  private void result(KrakenFrame frame) {
    if (json.open('{', '}')) {
      do {
        switch (in.member(NAMES)) {
          case CHANNEL -> frame.channel = in.optionalText();
          case SYMBOL -> frame.subject = in.optionalText();
          default -> json.skip();
        }
      } while (json.more('}'));
    }
  }
}
