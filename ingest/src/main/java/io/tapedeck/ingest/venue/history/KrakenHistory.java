package io.tapedeck.ingest.venue.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.ingest.core.FrameRefusedException;
import io.tapedeck.ingest.file.TickFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Trades of a pair from Kraken's public REST; it pages by nanoseconds, oldest first. */
public final class KrakenHistory implements HistorySource {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int COUNT = 1_000;
  private static final int COLUMNS = 7;

  private final HistoryHttp http;
  private final InstrumentId instrument;
  private final HttpUrl trades;
  private final long fromNanos;
  private final long toNanos;

  /**
   * Asks for the trades of a pair.
   *
   * @param base such as https://api.kraken.com
   * @param symbol such as BTC/USD
   */
  public KrakenHistory(HistoryHttp http, URI base, String symbol, Instant from, Instant to) {
    this.http = http;
    this.instrument = InstrumentId.of("KRAKEN", symbol);
    this.fromNanos = nanos(from);
    this.toNanos = nanos(to);
    this.trades =
        HttpUrl.get(base.toString())
            .newBuilder()
            .addPathSegments("0/public/Trades")
            .addQueryParameter("pair", pair(symbol))
            .addQueryParameter("count", String.valueOf(COUNT))
            .build();
  }

  /** The old names of two assets are the only ones that REST takes. */
  private static String pair(String symbol) {
    return symbol.replace("BTC", "XBT").replace("DOGE", "XDG").replace("/", "");
  }

  private static long nanos(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
  }

  @Override
  public Page page(String place) throws IOException, InterruptedException {
    // the venue gives those after a moment
    String since = place.isEmpty() ? String.valueOf(fromNanos - 1) : place;
    HttpUrl url = trades.newBuilder().addQueryParameter("since", since).build();
    Answer answer = read(http.get(url, KrakenHistory::tooMuch));
    boolean passed = answer.latestNanos >= toNanos;
    boolean stuck = answer.rows.isEmpty() || answer.last == null || answer.last.equals(since);
    return new Page(answer.rows, passed || stuck ? null : answer.last);
  }

  private static @Nullable String tooMuch(String body) throws IOException {
    for (String error : read(body, null).errors) {
      if (error.contains("Rate limit") || error.contains("Too many requests")) {
        return error;
      }
      if (error.startsWith("EService")) {
        return error;
      }
      if (error.startsWith("E")) {
        throw new HistoryHttp.Refused(error);
      }
    }
    return null;
  }

  private static final class Answer {
    final List<String> errors = new ArrayList<>();
    final List<Row> rows = new ArrayList<>();
    @Nullable String last;
    long latestNanos = Long.MIN_VALUE;
  }

  private Answer read(String body) throws IOException {
    return read(body, this);
  }

  /** With no reader of rows only the errors are read. */
  private static Answer read(String body, @Nullable KrakenHistory rows) throws IOException {
    Answer answer = new Answer();
    try (JsonParser in = FACTORY.createParser(body)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("the answer is no object");
      }
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.currentName();
        in.nextToken();
        if (name.equals("error")) {
          while (in.nextToken() != JsonToken.END_ARRAY) {
            answer.errors.add(in.getText());
          }
        } else if (name.equals("result") && rows != null) {
          rows.result(in, answer);
        } else {
          in.skipChildren();
        }
      }
    }
    return answer;
  }

  private void result(JsonParser in, Answer answer) throws IOException {
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      if (name.equals("last")) {
        answer.last = in.getText();
      } else {
        while (in.nextToken() == JsonToken.START_ARRAY) {
          List<String> columns = new ArrayList<>();
          while (in.nextToken() != JsonToken.END_ARRAY) {
            columns.add(in.getText());
            in.skipChildren();
          }
          row(columns, answer);
        }
      }
    }
  }

  private void row(List<String> columns, Answer answer) {
    try {
      if (columns.size() != COLUMNS) {
        throw new FrameRefusedException("a trade has " + COLUMNS + " columns");
      }
      long at = time(columns.get(2));
      answer.latestNanos = Math.max(answer.latestNanos, at);
      if (at < fromNanos || at >= toNanos) {
        return;
      }
      answer.rows.add(
          new Row(
              new MarketEvent.Trade(
                  instrument,
                  at,
                  at,
                  TickFile.natural(columns.get(6), "trade_id"),
                  new Price(TickFile.positive(columns.get(0), "price")),
                  new Quantity(TickFile.positive(columns.get(1), "volume")),
                  side(columns.get(3))),
              null));
    } catch (FrameRefusedException e) {
      answer.rows.add(new Row(null, new Bad(columns.toString(), e.reason())));
    }
  }

  /** Seconds with a fraction. */
  private static long time(String text) {
    try {
      return new BigDecimal(text).movePointRight(9).longValueExact();
    } catch (NumberFormatException | ArithmeticException e) {
      throw new FrameRefusedException("time is no number of seconds: '" + text + "'");
    }
  }

  private static AggressorSide side(String text) {
    return switch (text) {
      case "b" -> AggressorSide.BUY;
      case "s" -> AggressorSide.SELL;
      default -> throw new FrameRefusedException("side is neither b nor s: '" + text + "'");
    };
  }
}
