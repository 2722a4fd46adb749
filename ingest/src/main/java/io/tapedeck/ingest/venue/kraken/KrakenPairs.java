package io.tapedeck.ingest.venue.kraken;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.TradingStatus;
import io.tapedeck.ingest.core.SymbolTable;
import java.util.ArrayList;
import java.util.List;

/**
 * The subscribed pairs under both of Kraken's spellings: v1 of the WebSocket API still writes
 * {@code XBT} and {@code XDG} where v2 and the tape write {@code BTC} and {@code DOGE}.
 */
final class KrakenPairs {
  static final String VENUE = "KRAKEN";

  private final int count;
  private final List<String> symbols;
  private final List<String> v1Names = new ArrayList<>();
  private final List<InstrumentId> ids = new ArrayList<>();
  private final List<String> instruments = new ArrayList<>();
  private final SymbolTable names;

  KrakenPairs(List<String> symbols) {
    this.count = symbols.size();
    this.symbols = List.copyOf(symbols);
    for (String symbol : symbols) {
      v1Names.add(v1Name(symbol));
      InstrumentId id = InstrumentId.of(VENUE, symbol);
      ids.add(id);
      instruments.add(id.value());
    }
    List<String> both = new ArrayList<>(symbols);
    both.addAll(v1Names);
    this.names = new SymbolTable(both);
  }

  /** The pair as v1 writes it. */
  static String v1Name(String symbol) {
    int slash = symbol.indexOf('/');
    return slash < 0
        ? symbol
        : v1Asset(symbol.substring(0, slash)) + "/" + v1Asset(symbol.substring(slash + 1));
  }

  private static String v1Asset(String asset) {
    return switch (asset) {
      case "BTC" -> "XBT";
      case "DOGE" -> "XDG";
      default -> asset;
    };
  }

  int count() {
    return count;
  }

  List<String> symbols() {
    return symbols;
  }

  List<String> v1Names() {
    return v1Names;
  }

  /** {@code VENUE:SYMBOL} of all, by number. */
  List<String> instruments() {
    return instruments;
  }

  InstrumentId id(int pair) {
    return ids.get(pair);
  }

  String instrument(int pair) {
    return instruments.get(pair);
  }

  /** Names of both spellings; a name's number modulo {@link #count} is its pair's. */
  SymbolTable names() {
    return names;
  }

  /** The number of a pair under either name, -1 if it is not subscribed. */
  int find(String name) {
    int at = names.find(name);
    return at < 0 ? -1 : at % count;
  }

  /** What a word of Kraken's says about trading. */
  static TradingStatus status(String word) {
    return switch (word) {
      case "online" -> TradingStatus.TRADING;
      case "cancel_only" -> TradingStatus.CANCEL_ONLY;
      case "post_only" -> TradingStatus.POST_ONLY;
      case "limit_only" -> TradingStatus.LIMIT_ONLY;
      case "reduce_only" -> TradingStatus.REDUCE_ONLY;
      case "maintenance", "work_in_progress" -> TradingStatus.HALTED;
      case "delisted" -> TradingStatus.CLOSED;
      default -> TradingStatus.UNKNOWN;
    };
  }
}
