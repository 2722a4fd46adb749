package io.tapedeck.ingest.venue.alpaca;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.BarState;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.Bar;
import io.tapedeck.domain.market.MarketEvent.BookChange;
import io.tapedeck.domain.market.MarketEvent.Imbalance;
import io.tapedeck.domain.market.MarketEvent.Level;
import io.tapedeck.domain.market.MarketEvent.PriceBand;
import io.tapedeck.domain.market.MarketEvent.TradeCancel;
import io.tapedeck.domain.market.MarketEvent.TradeCorrection;
import io.tapedeck.domain.market.MarketEvent.TradingStatusChange;
import io.tapedeck.domain.market.TradingStatus;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.ingest.core.JsonScanner;
import io.tapedeck.ingest.core.SymbolTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Alpaca's messages that are not trades and quotes: bars, statuses, bands, corrections, cancels,
 * books, auctions. Members are gathered first, since the same letter means another thing in each.
 */
final class AlpacaDetails {
  private static final SymbolTable NAMES =
      new SymbolTable(
          List.of(
              "T", "S", "t", "o", "h", "l", "c", "v", "vw", "n", "sc", "sm", "rc", "rm", "u", "d",
              "i", "oi", "op", "os", "ci", "cp", "cs", "p", "s", "a", "b", "r"));
  private static final long MINUTE = 60;
  private static final long DAY = 86_400;

  private final JsonScanner json;
  private final AlpacaSymbols symbols;
  private final int[] at = new int[NAMES.symbols().size()];

  AlpacaDetails(JsonScanner json, AlpacaSymbols symbols) {
    this.json = json;
    this.symbols = symbols;
  }

  /** The message at which the scanner stands; leaves it after the message. */
  MarketEvent read(String type, long receivedNanos) {
    int after = gather();
    need("S");
    json.text();
    InstrumentId id = symbols.id(symbols.of(json));
    need("t");
    json.text();
    long time = json.textNanos();
    MarketEvent event =
        switch (type) {
          case "b" -> bar(id, time, receivedNanos, MINUTE, BarState.CLOSED);
          case "u" -> bar(id, time, receivedNanos, MINUTE, BarState.REVISED);
          case "d" -> bar(id, time, receivedNanos, DAY, BarState.RUNNING);
          case "s" -> status(id, time, receivedNanos);
          case "l" ->
              new PriceBand(id, time, receivedNanos, price("d"), price("u"), textOr("i", ""));
          case "c" ->
              new TradeCorrection(
                  id,
                  time,
                  receivedNanos,
                  natural("ci"),
                  natural("oi"),
                  price("op"),
                  size("os"),
                  price("cp"),
                  size("cs"));
          case "x" ->
              new TradeCancel(
                  id, time, receivedNanos, natural("i"), price("p"), size("s"), action());
          case "o" -> book(id, time, receivedNanos);
          default -> new Imbalance(id, time, receivedNanos, price("p"));
        };
    json.seek(after);
    return event;
  }

  /** Notes where the members are; the place after the message. */
  private int gather() {
    Arrays.fill(at, -1);
    if (json.open('{', '}')) {
      do {
        json.name();
        int member = json.textIn(NAMES);
        if (member >= 0) {
          if (at[member] >= 0) {
            throw json.refused("a member comes twice");
          }
          json.peek();
          at[member] = json.position();
        }
        json.skip();
      } while (json.more('}'));
    }
    return json.position();
  }

  private boolean has(String name) {
    int place = at[NAMES.find(name)];
    if (place < 0) {
      return false;
    }
    json.seek(place);
    return json.peek() != 'n'; // null is absent
  }

  private void need(String name) {
    if (!has(name)) {
      throw json.refused("member " + name + " is missing");
    }
  }

  private String textOr(String name, String other) {
    if (!has(name)) {
      return other;
    }
    json.text();
    return json.textValue();
  }

  private Price price(String name) {
    need(name);
    return new Price(notNegative());
  }

  private Quantity size(String name) {
    need(name);
    return new Quantity(notNegative());
  }

  private long natural(String name) {
    need(name);
    return json.natural();
  }

  /** A price that trades can have. */
  long positive() {
    long raw = json.decimal();
    if (raw <= 0) {
      throw json.refused("a price that is not above zero");
    }
    return raw;
  }

  /** A size, or a price of a side that may be empty. */
  long notNegative() {
    return notNegative(json.decimal());
  }

  private long notNegative(long raw) {
    if (raw < 0) {
      throw json.refused("a negative price or size");
    }
    return raw;
  }

  private Bar bar(InstrumentId id, long time, long receivedNanos, long seconds, BarState state) {
    need("v");
    Quantity volume = new Quantity(notNegative(json.rounded()));
    Price vwap = has("vw") ? new Price(notNegative(json.rounded())) : null;
    Long trades = has("n") ? Long.valueOf(json.natural()) : null;
    return new Bar(
        id,
        time,
        receivedNanos,
        seconds,
        state,
        price("o"),
        price("h"),
        price("l"),
        price("c"),
        volume,
        vwap,
        trades);
  }

  private TradingStatusChange status(InstrumentId id, long time, long receivedNanos) {
    need("sc");
    json.text();
    String code = json.textValue();
    String reason = code + " " + textOr("sm", "") + " " + textOr("rc", "") + " " + textOr("rm", "");
    return new TradingStatusChange(
        id, time, receivedNanos, status(code, textOr("sm", "")), reason.strip());
  }

  /**
   * What a status code says about trading: tapes A and B have digits (CTA), tape C letters (UTP).
   * Codes of indications, imbalances and restrictions do not say whether it trades: unknown, and
   * the words go on the tape as the reason.
   */
  static TradingStatus status(String code, String message) {
    return switch (code) {
      case "3", "T" -> TradingStatus.TRADING;
      case "2", "H", "P", "Q" -> TradingStatus.HALTED; // Q: quotes again, trades not yet
      default -> named(message);
    };
  }

  private static TradingStatus named(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("halt") || lower.contains("pause")) {
      return TradingStatus.HALTED;
    }
    return lower.contains("resum") || lower.equals("trading")
        ? TradingStatus.TRADING
        : TradingStatus.UNKNOWN;
  }

  private String action() {
    String action = textOr("a", "");
    return switch (action) {
      case "C" -> "C: cancelled";
      case "E" -> "E: error";
      default -> action;
    };
  }

  private BookChange book(InstrumentId id, long time, long receivedNanos) {
    boolean whole = has("r") && json.bool();
    return new BookChange(id, time, receivedNanos, whole, levels("b"), levels("a"), null);
  }

  private List<Level> levels(String side) {
    List<Level> levels = new ArrayList<>();
    if (has(side) && json.open('[', ']')) {
      do {
        levels.add(level());
      } while (json.more(']'));
    }
    return levels;
  }

  private Level level() {
    @Nullable Price price = null;
    @Nullable Quantity size = null;
    if (json.open('{', '}')) {
      do {
        json.name();
        switch (json.textValue()) {
          case "p" -> price = new Price(positive());
          case "s" -> size = new Quantity(notNegative());
          default -> json.skip();
        }
      } while (json.more('}'));
    }
    if (price == null || size == null) {
      throw json.refused("a level without p or s");
    }
    return new Level(price, size);
  }
}
