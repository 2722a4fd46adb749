package io.tapedeck.risk.oracle;

import io.tapedeck.domain.risk.RiskLimits;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Seeded versions of limits in every scope, live and on trial, loose mostly and tight at times. */
final class RandomLimits {
  private static final long MILLI = 1_000_000L;

  /** A limit's range in thousandths, tight to loose. */
  private record Range(String name, long tight, long middle, long loose) {}

  private static final List<Range> REQUIRED =
      List.of(
          new Range("capital", 96_000_000, 98_000_000, 104_000_000),
          new Range("max_order_value", 3_000_000, 8_000_000, 30_000_000),
          new Range("max_notional_per_position", 6_000_000, 20_000_000, 80_000_000),
          new Range("max_concentration_percent", 6_000, 25_000, 90_000),
          new Range("max_daily_loss", 20_000, 1_500_000, 6_000_000),
          new Range("max_mark_age_seconds", 5_000, 20_000, 90_000));

  private static final List<Range> OPTIONAL =
      List.of(
          new Range("min_order_size", 100, 20, 1),
          new Range("max_order_size", 50, 5_000, 80_000),
          new Range("min_price", 250_000, 100_000, 1_000),
          new Range("max_price", 2_000_000, 60_500_000, 90_000_000),
          new Range("max_slippage_percent", 50, 800, 3_000),
          new Range("max_price_deviation_percent", 200, 1_500, 6_000),
          new Range("max_shares", 100, 5_000, 200_000),
          new Range("max_short_notional", 0, 10_000_000, 60_000_000),
          new Range("max_total_exposure", 10_000_000, 60_000_000, 200_000_000),
          new Range("max_open_positions", 1_000, 4_000, 6_000),
          new Range("max_open_orders", 1_000, 8_000, 40_000),
          new Range("max_leverage", 200, 1_000, 4_000),
          new Range("min_margin_percent", 300_000, 120_000, 20_000),
          new Range("max_loss_per_trade", 100_000, 3_000_000, 20_000_000),
          new Range("default_stop_loss_percent", 100_000, 20_000, 500),
          new Range("max_weekly_loss", 20_000, 2_500_000, 9_000_000),
          new Range("max_monthly_loss", 20_000, 4_000_000, 12_000_000),
          new Range("drawdown_threshold_percent", 1_000, 9_000, 40_000),
          new Range("daily_loss_threshold", 150_000, 1_500_000, 6_000_000),
          new Range("max_consecutive_losses", 2_000, 4_000, 9_000),
          new Range("max_trades_per_day", 1_000, 20_000, 90_000),
          new Range("cooldown_minutes", 1_000, 10_000, 90_000),
          new Range("max_messages_per_second", 50, 500, 3_000),
          new Range("message_burst", 1_000, 4_000, 12_000),
          new Range("max_repeated_orders", 1_000, 1_000, 4_000),
          new Range("repeated_order_window_seconds", 5_000, 60_000, 300_000),
          new Range("duplicate_order_window_seconds", 90_000, 20_000, 1_000),
          new Range("max_position_correlation", 10, 500, 1_000),
          new Range("correlation_lookback_days", 3_000, 8_000, 30_000),
          new Range("max_atr_percent", 50, 800, 5_000),
          new Range("base_volatility_percent", 20, 200, 2_000),
          new Range("max_state_lag_seconds", 0, 10_000, 40_000));

  private static final List<String> WHOLE =
      List.of(
          "max_open_positions",
          "max_open_orders",
          "max_consecutive_losses",
          "max_trades_per_day",
          "cooldown_minutes",
          "message_burst",
          "max_repeated_orders",
          "correlation_lookback_days");

  /** Those that would else hardly ever be what refuses. */
  private static final List<String> OFTEN =
      List.of("max_weekly_loss", "max_monthly_loss", "max_open_orders");

  private static final List<String> SWITCHES =
      List.of(
          "allow_leverage",
          "enable_circuit_breaker",
          "auto_resume",
          "self_match_prevention",
          "enforce_correlation_check",
          "enable_volatility_scaling",
          "reduce_on_high_volatility",
          "enforce_market_hours",
          "allow_premarket",
          "allow_afterhours");

  private static final List<String> SCOPES =
      List.of(
          "*",
          "*",
          "*",
          "main",
          "second",
          "strategy:alpha",
          "strategy:beta",
          "instrument:KRAKEN:BTC/USD",
          "instrument:KRAKEN:ETH/EUR",
          "instrument:ALPACA:AAPL",
          "venue:KRAKEN",
          "venue:ALPACA");

  private final Random random;
  private final Map<String, Long> versions = new HashMap<>();

  RandomLimits(Random random) {
    this.random = random;
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** The next version of some scope; the first is everyone's. */
  RiskLimits next(long now) {
    String live = versions.isEmpty() ? "*" : any(SCOPES);
    boolean trial = !versions.isEmpty() && oneIn(5);
    String scope = trial ? RiskLimits.SHADOW + live : live;
    boolean everyone = live.equals("*");
    TreeMap<String, Long> values = new TreeMap<>();
    TreeMap<String, String> settings = new TreeMap<>();
    for (Range range : REQUIRED) {
      if (everyone ? !oneIn(150) : oneIn(30)) {
        values.put(range.name(), value(range));
      }
    }
    int rarely = everyone ? 6 : 20;
    if (everyone || !oneIn(3)) {
      for (Range range : OPTIONAL) {
        if (oneIn(OFTEN.contains(range.name()) ? rarely / 3 : rarely)) {
          values.put(range.name(), value(range));
        }
      }
      for (String name : SWITCHES) {
        if (oneIn(rarely)) {
          settings.put(name, oneIn(2) ? "true" : "false");
        }
      }
      texts(settings, rarely, now);
      accounting(settings, trial, everyone, live);
    }
    long version = versions.merge(scope, 1L, Long::sum);
    return new RiskLimits(scope, version, "me", "", "random", now, values, settings);
  }

  private long value(Range range) {
    long from = oneIn(8) ? range.tight() : range.middle();
    long to = from == range.tight() ? range.middle() : range.loose();
    long low = Math.min(from, to);
    long thousandths = low + random.nextLong(Math.max(from, to) - low + 1);
    if (WHOLE.contains(range.name())) {
      thousandths = thousandths / 1_000 * 1_000;
    }
    return thousandths * MILLI;
  }

  private void texts(TreeMap<String, String> settings, int rarely, long now) {
    if (oneIn(rarely)) {
      settings.put("enforce_market_hours", oneIn(2) ? "true" : "false");
      settings.put("session_hours", period(16) + (oneIn(2) ? "" : ", " + period(6)));
    }
    if (oneIn(rarely)) {
      settings.put("premarket_hours", period(4));
      settings.put("afterhours_hours", period(4));
    }
    if (oneIn(rarely)) {
      settings.put("session_days", oneIn(2) ? "MON,TUE,WED,THU,FRI,SAT,SUN" : "sat, Sunday,wed");
    }
    if (oneIn(rarely)) {
      settings.put("holidays", date(now, 1) + "," + date(now, 2) + "," + date(now, 4));
    }
    if (oneIn(rarely)) {
      settings.put("blackout_periods", period(2) + "," + period(1));
    }
    if (oneIn(rarely)) {
      settings.put(
          "allowed_instruments",
          any(
              List.of(
                  "KRAKEN:*,ALPACA:*",
                  "KRAKEN:*, ALPACA:AAPL",
                  "ALPACA:AAPL,KRAKEN:ETH/EUR,KRAKEN:BTC/USD,KRAKEN:EUR/USD",
                  "KRAKEN:*")));
    }
    if (oneIn(2 * rarely)) {
      settings.put(
          "restricted_instruments", any(List.of("ALPACA:AAPL", "KRAKEN:B*", "KRAKEN:EUR/USD")));
    }
    if (oneIn(rarely)) {
      settings.put("time_zone", any(List.of("America/New_York", "UTC", "Asia/Tokyo")));
    }
  }

  /** What shapes an account's own figures is not tried, since trial is of orders. */
  private void accounting(
      TreeMap<String, String> settings, boolean trial, boolean everyone, String live) {
    if (trial) {
      return;
    }
    if (everyone) {
      if (oneIn(3)) {
        settings.put("trading_day_start", any(List.of("17:00", "00:00", "09:30")));
      }
      if (oneIn(2)) {
        settings.put("currency", any(List.of("USD", "USD", "USD", "EUR")));
      }
      if (!oneIn(12)) {
        settings.put(
            "conversions",
            any(
                List.of(
                    "EUR=KRAKEN:EUR/USD",
                    "EUR=KRAKEN:EUR/USD, USDT=KRAKEN:USDT/USD",
                    "USD=KRAKEN:EUR/USD,EUR=KRAKEN:EUR/USD,USDT=KRAKEN:USDT/USD")));
      }
    } else if (live.equals("second") && oneIn(2)) {
      settings.put("currency", oneIn(3) ? "EUR" : "USD");
    }
  }

  private String period(int hours) {
    int from = random.nextInt(24);
    int minute = 15 * random.nextInt(4);
    String to = from + hours == 24 ? "24:00" : clock((from + hours) % 24, minute);
    return clock(from, minute) + "-" + (to.equals("24:00") && minute > 0 ? "00:00" : to);
  }

  private static String clock(int hour, int minute) {
    return String.format("%02d:%02d", hour, minute);
  }

  private static String date(long now, int days) {
    return Instant.ofEpochSecond(0, now)
        .atOffset(ZoneOffset.UTC)
        .toLocalDate()
        .plusDays(days)
        .toString();
  }
}
