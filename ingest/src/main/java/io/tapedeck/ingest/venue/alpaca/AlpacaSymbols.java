package io.tapedeck.ingest.venue.alpaca;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.ingest.core.JsonScanner;
import io.tapedeck.ingest.core.SymbolTable;
import java.util.ArrayList;
import java.util.List;

/** The symbols of a feed; with a subscription to all of them it learns each when it comes. */
final class AlpacaSymbols {
  static final String VENUE = "ALPACA";
  private static final int MOST_SYMBOLS = 50_000;

  private final boolean learns;
  private final List<InstrumentId> ids = new ArrayList<>();
  private final List<String> instruments = new ArrayList<>();
  private SymbolTable table;

  AlpacaSymbols(List<String> symbols, boolean learns) {
    this.learns = learns;
    List<String> named = symbols.stream().filter(s -> !s.equals(AlpacaSubscriptions.ALL)).toList();
    named.forEach(this::add);
    this.table = new SymbolTable(named);
  }

  private void add(String symbol) {
    InstrumentId id = InstrumentId.of(VENUE, symbol);
    ids.add(id);
    instruments.add(id.value());
  }

  /** The number of the symbol that was read last. */
  int of(JsonScanner json) {
    int found = json.textIn(table);
    if (found >= 0) {
      return found;
    }
    String symbol = json.textValue();
    boolean named = symbol.matches("[A-Za-z0-9./_-]{1,32}");
    if (!learns || !named || ids.size() >= MOST_SYMBOLS) {
      throw json.refused("a symbol that was not subscribed");
    }
    List<String> longer = new ArrayList<>(table.symbols());
    longer.add(symbol);
    add(symbol);
    table = new SymbolTable(longer);
    return ids.size() - 1;
  }

  InstrumentId id(int symbol) {
    return ids.get(symbol);
  }

  String instrument(int symbol) {
    return instruments.get(symbol);
  }

  List<String> instruments() {
    return List.copyOf(instruments);
  }
}
