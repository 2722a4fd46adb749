package io.tapedeck.simulator.alpaca;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.simulator.exchange.Exchange;
import io.tapedeck.simulator.market.Instrument;
import io.tapedeck.simulator.market.Market;
import io.tapedeck.simulator.market.PublishedMarket;
import io.tapedeck.simulator.market.UsCalendar;
import io.tapedeck.simulator.wire.Rfc3339;
import io.tapedeck.simulator.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Clock, calendar, assets and the account, read only. Safe for several threads. */
public final class AlpacaReference {
  private static final DateTimeFormatter OFFSET = DateTimeFormatter.ISO_OFFSET_DATE_TIME;
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm");
  private static final int MOST_DAYS = 3_660;

  private final Exchange exchange;
  private final Market market;
  private final Function<String, @Nullable String> accountOf;

  /**
   * Answers from these.
   *
   * @param accountOf the account of a key
   */
  public AlpacaReference(
      Exchange exchange, Market market, Function<String, @Nullable String> accountOf) {
    this.exchange = exchange;
    this.market = market;
    this.accountOf = accountOf;
  }

  @Nullable JsonNode answer(String path, Map<String, String> query, @Nullable String key)
      throws AlpacaError {
    String account = key == null ? null : accountOf.apply(key);
    return switch (path) {
      case "/v2/clock" -> clock();
      case "/v2/calendar" -> calendar(query);
      case "/v2/account" -> account == null ? null : account(account);
      case "/v2/assets" -> assets();
      default -> path.startsWith("/v2/assets/") ? asset(path.substring(11)) : null;
    };
  }

  private ObjectNode clock() {
    long nowNs = exchange.nowNs();
    ZonedDateTime now = Rfc3339.instant(nowNs).atZone(UsCalendar.ZONE);
    ZonedDateTime opens = Rfc3339.instant(UsCalendar.opensFrom(nowNs)).atZone(UsCalendar.ZONE);
    boolean open = opens.equals(now);
    LocalDate session = opens.toLocalDate();
    ZonedDateTime closes = session.atTime(UsCalendar.close(session)).atZone(UsCalendar.ZONE);
    if (open) {
      long afterClose = Rfc3339.nanos(closes.toInstant());
      opens = Rfc3339.instant(UsCalendar.opensFrom(afterClose)).atZone(UsCalendar.ZONE);
    }
    return WireJson.object()
        .put("timestamp", OFFSET.format(now))
        .put("is_open", open)
        .put("next_open", OFFSET.format(opens))
        .put("next_close", OFFSET.format(closes));
  }

  private static ArrayNode calendar(Map<String, String> query) throws AlpacaError {
    LocalDate from = day(query.getOrDefault("start", "1970-01-01"));
    LocalDate to = day(query.getOrDefault("end", "2029-12-31"));
    ArrayNode days = WireJson.object().putArray("days");
    for (LocalDate day = from; !day.isAfter(to) && days.size() < MOST_DAYS; day = day.plusDays(1)) {
      if (UsCalendar.trades(day)) {
        days.addObject()
            .put("date", day.toString())
            .put("open", MINUTE.format(UsCalendar.open()))
            .put("close", MINUTE.format(UsCalendar.close(day)))
            .put("session_open", "0400")
            .put("session_close", "2000")
            .put("settlement_date", settlement(day).toString());
      }
    }
    return days;
  }

  private static LocalDate settlement(LocalDate day) {
    LocalDate next = day.plusDays(1);
    while (!UsCalendar.trades(next)) {
      next = next.plusDays(1);
    }
    return next;
  }

  private static LocalDate day(String text) throws AlpacaError {
    try {
      return LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
    } catch (DateTimeParseException e) {
      throw new AlpacaError(422, "invalid date: " + text);
    }
  }

  private ArrayNode assets() {
    return exchange.read(
        view -> {
          ArrayNode all = WireJson.object().putArray("assets");
          for (int i = 0; i < market.size(); i++) {
            all.add(asset(market.pair(i)));
          }
          return all;
        });
  }

  private ObjectNode asset(String symbol) throws AlpacaError {
    Integer index = market.index(symbol);
    for (int i = 0; index == null && i < market.size(); i++) {
      if (market.pair(i).instrument().symbol().replace("/", "").equals(symbol)) {
        index = i;
      }
    }
    if (index == null) {
      throw new AlpacaError(404, "asset not found for " + symbol);
    }
    PublishedMarket found = market.pair(index);
    return exchange.read(view -> asset(found));
  }

  private static ObjectNode asset(PublishedMarket shown) {
    Instrument instrument = shown.instrument();
    boolean share = instrument.equity();
    ObjectNode asset =
        WireJson.object()
            .put("id", id("asset:" + instrument.symbol()))
            .put("class", share ? "us_equity" : "crypto")
            .put("exchange", share ? "NASDAQ" : "CRYPTO")
            .put("symbol", instrument.symbol())
            .put("name", instrument.symbol())
            .put("status", "active")
            .put("tradable", !shown.halted())
            .put("marginable", share)
            .put("shortable", share)
            .put("easy_to_borrow", share)
            .put("fractionable", true);
    if (share) {
      asset.putArray("attributes");
    } else {
      asset
          .put("min_order_size", FixedPoint.format(instrument.minimumQuantity()))
          .put("min_trade_increment", FixedPoint.format(instrument.quantityStep()))
          .put("price_increment", FixedPoint.format(instrument.priceStep()));
    }
    return asset;
  }

  private static String id(String of) {
    return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private ObjectNode account(String name) {
    long cash = exchange.read(view -> view.balances(name).getOrDefault("USD", 0L));
    String dollars = FixedPoint.format(cash);
    String id = id("account:" + name);
    return WireJson.object()
        .put("id", id)
        .put("account_number", "PA" + id.substring(0, 8).toUpperCase(Locale.ROOT))
        .put("status", "ACTIVE")
        .put("crypto_status", "ACTIVE")
        .put("currency", "USD")
        .put("cash", dollars)
        .put("buying_power", dollars)
        .put("equity", dollars)
        .put("last_equity", dollars)
        .put("portfolio_value", dollars)
        .put("multiplier", "1")
        .put("pattern_day_trader", false)
        .put("trading_blocked", false)
        .put("transfers_blocked", false)
        .put("account_blocked", false)
        .put("trade_suspended_by_user", false)
        .put("shorting_enabled", false)
        .put("created_at", "2024-01-02T00:00:00Z");
  }
}
