package io.tapedeck.ingest.venue.history;

import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.Bar;
import io.tapedeck.ingest.file.AlpacaJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Trades, quotes or bars of a share or a crypto pair from Alpaca's market-data REST. */
public final class AlpacaHistory implements HistorySource {
  private static final int LIMIT = 10_000;

  private final HistoryHttp http;
  private final HttpUrl first;
  private final AlpacaJson json;
  private final long toSeconds;

  /**
   * What is asked.
   *
   * @param base such as https://data.alpaca.markets
   * @param kind trades, quotes or bars
   * @param timeframe of bars
   * @param limit rows a page, at most 10,000
   */
  public record Query(
      URI base,
      String symbol,
      String kind,
      String timeframe,
      long barSeconds,
      Instant from,
      Instant to,
      int limit) {
    /** The largest pages. */
    public Query(
        URI base,
        String symbol,
        String kind,
        String timeframe,
        long barSeconds,
        Instant from,
        Instant to) {
      this(base, symbol, kind, timeframe, barSeconds, from, to, LIMIT);
    }
  }

  public AlpacaHistory(HistoryHttp http, Query query) {
    this.http = http;
    this.toSeconds = query.to.getEpochSecond();
    this.json = new AlpacaJson("ALPACA", query.symbol, query.barSeconds);
    boolean crypto = query.symbol.indexOf('/') > 0;
    HttpUrl.Builder url =
        Objects.requireNonNull(HttpUrl.get(query.base), "base")
            .newBuilder()
            .addPathSegments(crypto ? "v1beta3/crypto/us" : "v2/stocks")
            .addPathSegment(query.kind)
            .addQueryParameter("symbols", query.symbol)
            .addQueryParameter("start", query.from.toString())
            // the venue's end is inclusive, ours is not
            .addQueryParameter("end", query.to.minusNanos(1).toString())
            .addQueryParameter("limit", String.valueOf(query.limit));
    if (query.kind.equals("bars")) {
      url.addQueryParameter("timeframe", query.timeframe);
    }
    this.first = url.build();
  }

  /** A bar that reaches beyond what was asked may still be changing. */
  private boolean ended(Bar bar) {
    return bar.eventNanos() / 1_000_000_000L + bar.intervalSeconds() <= toSeconds;
  }

  @Override
  public Page page(String place) throws IOException, InterruptedException {
    HttpUrl url =
        place.isEmpty() ? first : first.newBuilder().addQueryParameter("page_token", place).build();
    String body = http.get(url, text -> null);
    List<Row> rows = new ArrayList<>();
    @Nullable String[] next = {null};
    json.read(
        new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
        new AlpacaJson.Rows() {
          @Override
          public void good(long row, MarketEvent event) {
            if (!(event instanceof Bar bar) || ended(bar)) {
              rows.add(new Row(event, null));
            }
          }

          @Override
          public void bad(long row, long line, String text, String reason) {
            rows.add(new Row(null, new Bad(text, reason)));
          }

          @Override
          public void next(@Nullable String token) {
            next[0] = token;
          }
        });
    return new Page(rows, next[0]);
  }
}
