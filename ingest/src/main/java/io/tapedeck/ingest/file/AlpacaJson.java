package io.tapedeck.ingest.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.BarState;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.ingest.core.FrameRefusedException;
import io.tapedeck.ingest.core.Rfc3339;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers of Alpaca's market-data REST: trades, quotes and bars of one or of several symbols, one
 * page or several after each other. Read as a stream, every number as its digits.
 */
public final class AlpacaJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(16).maxStringLength(1 << 16).build())
          .build();
  private static final Set<String> KINDS = Set.of("trades", "quotes", "bars");
  private static final long MOST_SECONDS = 366L * 86_400;

  private final String venue;
  private final @Nullable String instrument;
  private final long barSeconds;

  /**
   * How to read it.
   *
   * @param venue of the symbols, such as ALPACA
   * @param instrument symbol of a list that names none
   * @param barSeconds length of the bars, 0 if unknown; then bars are refused
   */
  public AlpacaJson(String venue, @Nullable String instrument, long barSeconds) {
    this.venue = venue;
    this.instrument = instrument;
    this.barSeconds = barSeconds;
  }

  /** Takes what was found, in the order of the file. */
  public interface Rows {
    /**
     * A row, from 1. The time of its event stands for the time it was received, which nobody wrote
     * down.
     */
    void good(long row, MarketEvent event);

    /** A row that is none. */
    void bad(long row, long line, String text, String reason);

    /** Where the next page begins; null for the last. */
    default void next(@Nullable String token) {}
  }

  private static final class Reading {
    final JsonParser in;
    final Rows rows;
    long row;

    Reading(JsonParser in, Rows rows) {
      this.in = in;
      this.rows = rows;
    }
  }

  /**
   * Reads all.
   *
   * @throws IOException naming line and column if it is no JSON or holds none of the lists
   */
  public void read(InputStream bytes, Rows rows) throws IOException {
    try (JsonParser in = FACTORY.createParser(bytes)) {
      Reading reading = new Reading(in, rows);
      boolean any = false;
      while (in.nextToken() != null) {
        if (in.currentToken() == JsonToken.START_OBJECT) {
          any |= page(reading);
        } else if (in.currentToken() != JsonToken.START_ARRAY
            && in.currentToken() != JsonToken.END_ARRAY) {
          throw new JsonParseException(in, "a page is an object");
        }
      }
      if (!any) {
        throw new IOException("there is no list of trades, quotes or bars in it");
      }
    }
  }

  /** One element of a list, not yet understood. */
  private record Element(String kind, long row, long line, @Nullable Map<String, String> fields) {}

  /** The symbol of a lone list may come after it, so such a list waits for the end of its page. */
  private boolean page(Reading reading) throws IOException {
    JsonParser in = reading.in;
    boolean any = false;
    String symbol = instrument;
    List<Element> lone = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      boolean rows = KINDS.contains(name);
      any |= rows;
      if (rows && in.currentToken() == JsonToken.START_ARRAY) {
        list(reading, name, lone::add);
      } else if (rows && in.currentToken() == JsonToken.START_OBJECT) {
        while (in.nextToken() != JsonToken.END_OBJECT) {
          String one = in.currentName();
          if (in.nextToken() == JsonToken.START_ARRAY) {
            list(reading, name, element -> pass(reading, element, one));
          } else {
            in.skipChildren();
          }
        }
      } else if (name.equals("symbol")) {
        symbol = in.getText();
      } else if (name.equals("next_page_token")) {
        reading.rows.next(in.currentToken() == JsonToken.VALUE_NULL ? null : in.getText());
      } else {
        in.skipChildren();
      }
    }
    if (symbol == null && !lone.isEmpty()) {
      throw new IOException("the list does not say whose it is; name it with --instrument AAPL");
    }
    for (Element element : lone) {
      pass(reading, element, String.valueOf(symbol));
    }
    return any;
  }

  private static void list(Reading reading, String kind, Consumer<Element> into)
      throws IOException {
    JsonParser in = reading.in;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      long line = in.currentTokenLocation().getLineNr();
      long row = ++reading.row;
      if (in.currentToken() != JsonToken.START_OBJECT) {
        in.skipChildren();
        into.accept(new Element(kind, row, line, null));
        continue;
      }
      Map<String, String> fields = new LinkedHashMap<>();
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.currentName();
        in.nextToken();
        if (in.currentToken().isScalarValue()) {
          fields.put(name, in.getText());
        } else {
          in.skipChildren();
        }
      }
      into.accept(new Element(kind, row, line, fields));
    }
  }

  private void pass(Reading reading, Element element, String symbol) {
    try {
      if (element.fields == null) {
        throw new FrameRefusedException("a row is an object");
      }
      reading.rows.good(element.row, event(element.kind, symbol, element.fields));
    } catch (FrameRefusedException e) {
      String text = symbol + " " + element.kind + " " + element.fields;
      reading.rows.bad(element.row, element.line, text, e.reason());
    }
  }

  private MarketEvent event(String kind, String symbol, Map<String, String> fields) {
    if (!symbol.matches("[A-Za-z0-9./-]{1,40}")) {
      throw new FrameRefusedException("'" + symbol + "' is no symbol");
    }
    InstrumentId id = InstrumentId.of(venue, symbol);
    byte[] time = needed(fields, "t").getBytes(StandardCharsets.UTF_8);
    long at = Rfc3339.nanos(time, 0, time.length);
    return switch (kind) {
      case "trades" ->
          new MarketEvent.Trade(
              id,
              at,
              at,
              fields.containsKey("i")
                  ? TickFile.natural(needed(fields, "i"), "i")
                  : MarketEvent.NO_VENUE_ID,
              price(fields, "p"),
              quantity(fields, "s"),
              side(fields.getOrDefault("tks", "")));
      case "quotes" ->
          new MarketEvent.Quote(
              id,
              at,
              at,
              MarketEvent.NO_VENUE_ID,
              price(fields, "bp"),
              quantity(fields, "bs"),
              price(fields, "ap"),
              quantity(fields, "as"));
      default -> bar(id, at, fields);
    };
  }

  private MarketEvent bar(InstrumentId id, long at, Map<String, String> fields) {
    if (barSeconds < 1 || barSeconds > MOST_SECONDS) {
      throw new FrameRefusedException(
          "a bar does not say how long it is; name it with --timeframe 1Min");
    }
    String average = fields.get("vw");
    String trades = fields.get("n");
    return new MarketEvent.Bar(
        id,
        at,
        at,
        barSeconds,
        BarState.CLOSED,
        price(fields, "o"),
        price(fields, "h"),
        price(fields, "l"),
        price(fields, "c"),
        new Quantity(notNegative(needed(fields, "v"), "v")),
        average == null ? null : new Price(rounded(average)),
        trades == null ? null : TickFile.natural(trades, "n"));
  }

  private static String needed(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new FrameRefusedException("field " + name + " is missing");
    }
    return value;
  }

  private static Price price(Map<String, String> fields, String name) {
    return new Price(TickFile.positive(needed(fields, name), name));
  }

  private static Quantity quantity(Map<String, String> fields, String name) {
    return new Quantity(TickFile.positive(needed(fields, name), name));
  }

  private static long notNegative(String text, String name) {
    return text.matches("0+(\\.0*)?") ? 0 : TickFile.positive(text, name);
  }

  /** An average has as many digits as the venue's arithmetic left. */
  private static long rounded(String text) {
    try {
      BigDecimal value = new BigDecimal(text);
      if (value.signum() > 0 && value.precision() < 40 && Math.abs(value.scale()) < 40) {
        return FixedPoint.parse(value.setScale(9, RoundingMode.HALF_EVEN).toPlainString());
      }
    } catch (NumberFormatException | ArithmeticException e) {
      throw new FrameRefusedException("vw: " + e.getMessage());
    }
    throw new FrameRefusedException("vw is out of range: " + text);
  }

  private static AggressorSide side(String text) {
    return switch (text) {
      case "B" -> AggressorSide.BUY;
      case "S" -> AggressorSide.SELL;
      case "" -> AggressorSide.UNKNOWN;
      default -> throw new FrameRefusedException("tks is neither B nor S: '" + text + "'");
    };
  }
}
