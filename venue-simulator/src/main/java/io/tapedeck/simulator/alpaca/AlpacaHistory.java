package io.tapedeck.simulator.alpaca;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.simulator.market.Bar;
import io.tapedeck.simulator.market.Levels;
import io.tapedeck.simulator.market.MarketBoard;
import io.tapedeck.simulator.market.MarketHistory.Print;
import io.tapedeck.simulator.market.MarketHistory.Top;
import io.tapedeck.simulator.market.PublishedMarket;
import io.tapedeck.simulator.wire.Rfc3339;
import io.tapedeck.simulator.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Trades, quotes and bars of the played market, paged. Without {@code start} all that is kept is
 * meant, since the played market's time is not today's. Safe for several threads.
 */
public final class AlpacaHistory {
  private static final int DEFAULT_LIMIT = 1_000;
  private static final int LARGEST_LIMIT = 10_000;
  private static final Pattern TIMEFRAME =
      Pattern.compile("(\\d{1,2})(T|Min|H|Hour|D|Day|W|Week|M|Month)");
  private static final Set<String> KINDS = Set.of("trades", "quotes", "bars");

  private final MarketBoard board;

  /** History of this board. */
  public AlpacaHistory(MarketBoard board) {
    this.board = board;
  }

  private record Row(long eventNs, ObjectNode json) {}

  /** What may be left out of a page: all up to this place. */
  private record Place(String symbol, long eventNs, int after) {
    String token() {
      String text = symbol + "|" + eventNs + "|" + after;
      return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static @Nullable Place of(@Nullable String token) throws AlpacaError {
      if (token == null) {
        return null;
      }
      try {
        String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        String[] parts = text.split("\\|");
        return new Place(parts[0], Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        throw new AlpacaError(400, "invalid page_token: " + token);
      }
    }
  }

  /** Answers {@code trades}, {@code AAPL/trades}, {@code trades/latest}, {@code latest/trades}. */
  @Nullable JsonNode answer(String[] path, Map<String, String> query, boolean shares)
      throws AlpacaError {
    if (path.length == 1 && KINDS.contains(path[0])) {
      return many(path[0], query, shares);
    }
    if (path.length == 2 && path[0].equals("latest")) {
      return latest(path[1], query, shares);
    }
    if (path.length == 2 && path[1].equals("latest")) {
      return latest(path[0], query, shares);
    }
    if (path.length == 3 && path[2].equals("latest") && KINDS.contains(path[1]) && shares) {
      query.put("symbols", path[0]);
      String one = path[1].substring(0, path[1].length() - 1);
      ObjectNode answer = WireJson.object().put("symbol", path[0]);
      answer.set(one, latest(path[1], query, true).path(path[1]).path(path[0]));
      return answer;
    }
    if (path.length == 2 && KINDS.contains(path[1]) && shares) {
      query.put("symbols", path[0]);
      ObjectNode found = many(path[1], query, true);
      ObjectNode one = WireJson.object();
      JsonNode rows = found.path(path[1]).path(path[0]);
      one.set(path[1], rows.isMissingNode() ? WireJson.object().arrayNode() : rows);
      one.put("symbol", path[0]);
      one.set("next_page_token", found.path("next_page_token"));
      return one;
    }
    return null;
  }

  private List<Integer> indexes(Map<String, String> query, boolean shares) throws AlpacaError {
    String names = query.get("symbols");
    if (names == null || names.isBlank()) {
      throw new AlpacaError(400, "symbols is required");
    }
    List<Integer> found = new ArrayList<>();
    for (String name : names.split(",")) {
      Integer index = board.market().index(name);
      boolean right = shares ? name.matches("[A-Z.]{1,10}") : name.indexOf('/') > 0;
      if (!right) {
        throw new AlpacaError(400, "invalid symbol: " + name);
      }
      if (index != null && !found.contains(index)) {
        found.add(index);
      }
    }
    found.sort((a, b) -> symbol(a).compareTo(symbol(b)));
    return found;
  }

  private String symbol(int index) {
    return board.market().pair(index).instrument().symbol();
  }

  private ObjectNode many(String kind, Map<String, String> query, boolean shares)
      throws AlpacaError {
    long from = time(query, "start", Long.MIN_VALUE, false);
    long to = time(query, "end", Long.MAX_VALUE, true);
    int limit = limit(query);
    Place place = Place.of(query.get("page_token"));
    long minutes = kind.equals("bars") ? minutes(query.getOrDefault("timeframe", "")) : 0;
    boolean reached = place == null;
    ObjectNode answer = WireJson.object();
    ObjectNode bySymbol = answer.putObject(kind);
    int count = 0;
    for (int index : indexes(query, shares)) {
      String symbol = symbol(index);
      reached |= place != null && symbol.equals(place.symbol);
      if (!reached) {
        continue;
      }
      boolean continued = place != null && symbol.equals(place.symbol);
      ArrayNode rows = WireJson.object().arrayNode();
      long lastNs = Long.MIN_VALUE;
      int sameNs = 0;
      for (Row row : rows(kind, index, minutes)) {
        if (row.eventNs < from || row.eventNs > to) {
          continue;
        }
        sameNs = row.eventNs == lastNs ? sameNs + 1 : 1;
        lastNs = row.eventNs;
        if (continued && seen(place, lastNs, sameNs)) {
          continue;
        }
        if (count == limit) {
          bySymbol.set(symbol, rows);
          return answer.put("next_page_token", new Place(symbol, lastNs, sameNs - 1).token());
        }
        rows.add(row.json);
        count++;
      }
      if (!rows.isEmpty()) {
        bySymbol.set(symbol, rows);
      }
    }
    return answer.putNull("next_page_token");
  }

  private static boolean seen(@Nullable Place place, long eventNs, int sameNs) {
    return place != null
        && (eventNs < place.eventNs || (eventNs == place.eventNs && sameNs <= place.after));
  }

  private List<Row> rows(String kind, int index, long minutes) {
    boolean share = board.market().pair(index).instrument().equity();
    return board.still(
        () -> {
          List<Row> rows = new ArrayList<>();
          switch (kind) {
            case "trades" ->
                board
                    .history()
                    .prints(index)
                    .forEach(p -> rows.add(row(p.eventNs(), trade(p, share))));
            case "quotes" ->
                board
                    .history()
                    .tops(index)
                    .forEach(q -> rows.add(row(q.eventNs(), quote(q, share))));
            default ->
                board
                    .history()
                    .bars(index, minutes)
                    .forEach(b -> rows.add(row(b.beginNs(), bar(b))));
          }
          return rows;
        });
  }

  private static Row row(long eventNs, ObjectNode json) {
    return new Row(eventNs, json.put("t", AlpacaText.time(eventNs)));
  }

  private static ObjectNode trade(Print print, boolean share) {
    ObjectNode json =
        WireJson.object()
            .put("p", AlpacaText.number(print.price()))
            .put("s", AlpacaText.number(print.size()))
            .put("i", print.tradeId());
    if (share) {
      json.put("x", "V").put("z", "C").putArray("c").add("@");
    } else {
      json.put("tks", print.buy() ? "B" : "S");
    }
    return json;
  }

  private static ObjectNode quote(Top top, boolean share) {
    ObjectNode json =
        WireJson.object()
            .put("bp", AlpacaText.number(top.bid()))
            .put("bs", AlpacaText.number(top.bidSize()))
            .put("ap", AlpacaText.number(top.ask()))
            .put("as", AlpacaText.number(top.askSize()));
    if (share) {
      json.put("bx", "V").put("ax", "V").put("z", "C").putArray("c").add("R");
    }
    return json;
  }

  private static ObjectNode bar(Bar bar) {
    return WireJson.object()
        .put("o", AlpacaText.number(bar.open()))
        .put("h", AlpacaText.number(bar.high()))
        .put("l", AlpacaText.number(bar.low()))
        .put("c", AlpacaText.number(bar.close()))
        .put("v", AlpacaText.number(bar.volume()))
        .put("n", bar.trades())
        .put("vw", AlpacaText.number(bar.average()));
  }

  private ObjectNode latest(String kind, Map<String, String> query, boolean shares)
      throws AlpacaError {
    if (kind.equals("orderbooks") && !shares) {
      return books(query);
    }
    if (!KINDS.contains(kind)) {
      throw new AlpacaError(404, "endpoint not found.");
    }
    ObjectNode answer = WireJson.object();
    ObjectNode bySymbol = answer.putObject(kind);
    for (int index : indexes(query, shares)) {
      List<Row> rows = rows(kind, index, 1);
      if (!rows.isEmpty()) {
        bySymbol.set(symbol(index), rows.get(rows.size() - 1).json);
      }
    }
    return answer;
  }

  private ObjectNode books(Map<String, String> query) throws AlpacaError {
    ObjectNode answer = WireJson.object();
    ObjectNode bySymbol = answer.putObject("orderbooks");
    for (int index : indexes(query, false)) {
      board.still(
          () -> {
            PublishedMarket shown = board.market().pair(index);
            ObjectNode book = bySymbol.putObject(symbol(index));
            levels(book.putArray("a"), shown.asks());
            levels(book.putArray("b"), shown.bids());
            return book.put("t", AlpacaText.time(shown.eventNs()));
          });
    }
    return answer;
  }

  private static void levels(ArrayNode into, Levels levels) {
    for (int i = 0; i < levels.count(); i++) {
      into.addObject()
          .put("p", AlpacaText.number(levels.price(i)))
          .put("s", AlpacaText.number(levels.size(i)));
    }
  }

  private static int limit(Map<String, String> query) throws AlpacaError {
    String text = query.getOrDefault("limit", String.valueOf(DEFAULT_LIMIT));
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= LARGEST_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      throw new AlpacaError(400, "invalid limit: " + text);
    }
    throw new AlpacaError(400, "invalid limit: larger than 10000 or smaller than 1: " + text);
  }

  private static long time(Map<String, String> query, String name, long otherwise, boolean dayEnd)
      throws AlpacaError {
    String text = query.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      if (text.length() == 10) {
        LocalDate day = LocalDate.parse(text).plusDays(dayEnd ? 1 : 0);
        return day.atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000_000L - (dayEnd ? 1 : 0);
      }
      return Rfc3339.parse(text);
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new AlpacaError(400, "invalid " + name + ": " + text);
    }
  }

  private static long minutes(String timeframe) throws AlpacaError {
    Matcher match = TIMEFRAME.matcher(timeframe);
    if (!match.matches() || match.group(1).equals("0")) {
      throw new AlpacaError(400, "invalid timeframe: " + timeframe);
    }
    int count = Integer.parseInt(match.group(1));
    return switch (match.group(2)) {
      case "T", "Min" -> count;
      case "H", "Hour" -> 60L * count;
      case "D", "Day" -> 1_440L;
      case "W", "Week" -> 10_080L;
      default -> 43_200L;
    };
  }
}
