package io.tapedeck.ingest.venue.alpaca;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.TradingStatus;
import io.tapedeck.ingest.core.FrameRefusedException;
import io.tapedeck.ingest.core.JsonScanner;
import io.tapedeck.ingest.core.TradingCalendar;
import io.tapedeck.ingest.core.TradingCalendar.Hours;
import io.tapedeck.ingest.venue.ReferenceHttp;
import io.tapedeck.ingest.venue.ReferenceSource;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Alpaca's trading API says about assets ({@code /v2/assets/SYMBOL}), the market's clock and
 * its sessions ({@code /v2/clock}, {@code /v2/calendar}). Crypto has no sessions.
 */
public final class AlpacaReference implements ReferenceSource {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final int DAYS_BACK = 7;
  private static final int DAYS_AHEAD = 30;

  private final ReferenceHttp http;
  private final List<String> symbols;
  private final boolean sessions;
  private @Nullable TradingCalendar calendar;
  private @Nullable LocalDate calendarOf;

  public AlpacaReference(ReferenceHttp http, List<String> symbols, boolean sessions) {
    this.http = http;
    this.symbols = symbols.stream().filter(s -> !s.equals(AlpacaSubscriptions.ALL)).toList();
    this.sessions = sessions;
  }

  @Override
  public Reference fetch(long nowNanos) throws IOException {
    boolean open = !sessions || http.get("/v2/clock", AlpacaReference::isOpen);
    Map<String, Status> statuses = new HashMap<>();
    for (String symbol : symbols) {
      String path = "/v2/assets/" + URLEncoder.encode(symbol, StandardCharsets.UTF_8);
      Status status = http.get(path, AlpacaReference::asset);
      if (status.status() == TradingStatus.TRADING && !open) {
        status = new Status(TradingStatus.CLOSED, "the market is closed");
      }
      statuses.put(InstrumentId.of(AlpacaSymbols.VENUE, symbol).value(), status);
    }
    return new Reference(statuses, sessions ? calendar(nowNanos) : null);
  }

  /** The calendar is asked for once a day. */
  private @Nullable TradingCalendar calendar(long nowNanos) throws IOException {
    LocalDate today =
        Instant.ofEpochSecond(Math.floorDiv(nowNanos, 1_000_000_000L))
            .atZone(NEW_YORK)
            .toLocalDate();
    if (calendar == null || !today.equals(calendarOf)) {
      calendar =
          http.get(
              "/v2/calendar?start="
                  + today.minusDays(DAYS_BACK)
                  + "&end="
                  + today.plusDays(DAYS_AHEAD),
              AlpacaReference::days);
      calendarOf = today;
    }
    return calendar;
  }

  static boolean isOpen(byte[] body) {
    Map<String, String> clock = object(new JsonScanner().over(body, 0, body.length));
    String open = clock.get("is_open");
    if (open == null) {
      throw new FrameRefusedException("a clock without is_open");
    }
    return open.equals("true");
  }

  static Status asset(byte[] body) {
    Map<String, String> asset = object(new JsonScanner().over(body, 0, body.length));
    String status = asset.get("status");
    String tradable = asset.get("tradable");
    if (status == null || tradable == null) {
      throw new FrameRefusedException("an asset without status or tradable");
    }
    if (!status.equals("active")) {
      return new Status(TradingStatus.CLOSED, "asset is " + status);
    }
    return tradable.equals("true")
        ? new Status(TradingStatus.TRADING, "asset is active")
        : new Status(TradingStatus.HALTED, "asset is not tradable");
  }

  static TradingCalendar days(byte[] body) {
    JsonScanner json = new JsonScanner().over(body, 0, body.length);
    Map<LocalDate, Hours> days = new HashMap<>();
    try {
      if (json.open('[', ']')) {
        do {
          Map<String, String> day = object(json);
          days.put(
              LocalDate.parse(String.valueOf(day.get("date"))),
              new Hours(
                  LocalTime.parse(String.valueOf(day.get("open"))),
                  LocalTime.parse(String.valueOf(day.get("close")))));
        } while (json.more(']'));
      }
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new FrameRefusedException("a day of the calendar that is none: " + e.getMessage());
    }
    return new TradingCalendar(NEW_YORK, days);
  }

  /** The members of an object that are texts or true and false. */
  private static Map<String, String> object(JsonScanner json) {
    Map<String, String> members = new HashMap<>();
    if (json.open('{', '}')) {
      do {
        json.name();
        String name = json.textValue();
        byte next = json.peek();
        if (next == '"') {
          json.text();
          members.put(name, json.textValue());
        } else if (next == 't' || next == 'f') {
          members.put(name, String.valueOf(json.bool()));
        } else {
          json.skip();
        }
      } while (json.more('}'));
    }
    return members;
  }
}
