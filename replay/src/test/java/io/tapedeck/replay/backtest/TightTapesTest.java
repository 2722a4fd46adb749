package io.tapedeck.replay.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.replay.tick.CsvTicks;
import io.tapedeck.replay.tick.TickSource;
import io.tapedeck.risk.core.ChainHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Both recorded tapes, whole, under limits so tight that a real market meets them. That every code
 * refuses at least once is proved by the oracle's test; here it is the market that makes them
 * refuse, and each refusal explains itself.
 */
class TightTapesTest {
  private static final List<String> TAPES =
      List.of("crypto-spot-20240808.csv.gz", "crypto-perp-20240808.csv.gz");

  /** Codes that have no figures: with the decision's own fields they say all there is to say. */
  private static final Set<CheckCode> FACTS =
      EnumSet.of(
          CheckCode.INSTRUMENT_NOT_PERMITTED,
          CheckCode.MARKET_CLOSED,
          CheckCode.BLACKOUT,
          CheckCode.STRATEGY_DISABLED);

  private final Set<CheckCode> refused = EnumSet.noneOf(CheckCode.class);
  private final List<Decision> decisions = new ArrayList<>();

  private void play(Map<String, String> limits, Map<String, String> settings) throws Exception {
    TreeMap<String, Long> values = new TreeMap<>(Plans.limits(Map.of()).values());
    limits.forEach((name, value) -> values.put(name, FixedPoint.parse(value)));
    values.values().removeIf(value -> value < 0);
    RiskLimits tight =
        new RiskLimits("*", 1, "test", "", "test", 0, values, new TreeMap<>(settings));
    for (String name : TAPES) {
      Path tape =
          Path.of(System.getProperty("tapedeck.data", "missing")).resolve("tape").resolve(name);
      assumeTrue(Files.isReadable(tape), "recorded data missing, looked at " + tape);
      try (TickSource ticks = new CsvTicks(tape, "KRAKEN")) {
        new Backtest(
                Plans.plan(Plans.AT_ONCE, tight, Plans.cross(), Plans.maker()),
                ticks,
                new Heard(),
                (nanos, state, prices) -> {})
            .run();
      }
    }
  }

  private final class Heard implements BacktestListener {
    @Override
    public void journalled(JournalEntry entry, List<Decision> decided, ChainHash chain) {
      decided.forEach(decision -> refused.addAll(decision.denials()));
      decisions.addAll(decided);
    }
  }

  @Test
  void aRealMarketMeetsEveryKindOfLimitAndEachRefusalExplainsItself() throws Exception {
    play(
        Map.of(
            "max_order_value", "400",
            "max_order_size", "0.001",
            "min_order_size", "0.1",
            "max_loss_per_trade", "1",
            "max_slippage_percent", "0.000001"),
        Map.of());
    play(
        Map.of(
            "max_shares", "0.02",
            "max_short_notional", "300",
            "max_open_positions", "1",
            "max_concentration_percent", "8",
            "max_leverage", "0.05",
            "min_margin_percent", "2000"),
        Map.of("allow_leverage", "true"));
    play(
        Map.of(
            "max_notional_per_position", "490",
            "max_total_exposure", "495",
            "max_trades_per_day", "0.5",
            "max_messages_per_second", "0.000001",
            "message_burst", "0.5"),
        Map.of());
    play(
        Map.of(
            "max_daily_loss", "0.5",
            "max_weekly_loss", "0.5",
            "max_monthly_loss", "0.5",
            "drawdown_threshold_percent", "0.001",
            "max_consecutive_losses", "2",
            "max_repeated_orders", "3",
            "duplicate_order_window_seconds", "5"),
        Map.of());
    play(
        Map.of(
            "max_atr_percent", "0.0001",
            "max_price_deviation_percent", "0.0001",
            "max_mark_age_seconds", "0.001",
            "max_price", "100",
            "min_price", "90"),
        Map.of(
            "blackout_periods", "00:00-23:59",
            "enforce_market_hours", "true",
            "session_hours", "03:00-03:01",
            "session_days", "SUN",
            "restricted_instruments", "KRAKEN:*"));
    play(Map.of("capital", "-1"), Map.of());

    assertThat(refused)
        .contains(
            CheckCode.ORDER_VALUE,
            CheckCode.ORDER_SIZE_MIN,
            CheckCode.ORDER_SIZE_MAX,
            CheckCode.LOSS_PER_TRADE,
            CheckCode.POSITION_SIZE,
            CheckCode.POSITION_VALUE,
            CheckCode.SHORT_VALUE,
            CheckCode.TOTAL_EXPOSURE,
            CheckCode.OPEN_POSITIONS,
            CheckCode.CONCENTRATION,
            CheckCode.LEVERAGE,
            CheckCode.MARGIN,
            CheckCode.BUYING_POWER,
            CheckCode.DAILY_LOSS,
            CheckCode.WEEKLY_LOSS,
            CheckCode.MONTHLY_LOSS,
            CheckCode.DRAWDOWN,
            CheckCode.TRADES_PER_DAY,
            CheckCode.MESSAGE_RATE,
            CheckCode.CIRCUIT_BREAKER,
            CheckCode.PRICE_REFERENCE,
            CheckCode.PRICE_MAX,
            CheckCode.BLACKOUT,
            CheckCode.MARKET_CLOSED,
            CheckCode.INSTRUMENT_NOT_PERMITTED,
            CheckCode.LIMITS_MISSING);
    assertThat(decisions).hasSizeGreaterThan(500);
    decisions.forEach(TightTapesTest::explainsItself);
  }

  /** With no other file at hand: what was asked, of whom, seen where, and every figure. */
  private static void explainsItself(Decision decision) {
    String text = decision.toString();
    assertThat(decision.intent().value()).isNotBlank();
    assertThat(decision.source().topic()).isNotBlank();
    assertThat(decision.journalSeq()).isPositive();
    assertThat(decision.limitsVersion()).as(text).isPositive();
    assertThat(decision.approved()).isEqualTo(decision.denials().isEmpty());
    if (decision.mark() != null) {
      assertThat(decision.markSource()).as(text).isNotNull();
    }
    for (CheckResult check : decision.checks()) {
      boolean figures = check.observed() != null && check.limit() != null;
      boolean words = !check.note().isBlank();
      if (!check.passed()) {
        assertThat(figures || words || FACTS.contains(check.code()))
            .as("%s of %s", check, decision.intent())
            .isTrue();
        assertThat(check.toString()).startsWith(check.code() + " FAILED");
      }
      if (figures && check.headroom() != null) {
        long room = check.limit() - check.observed();
        assertThat(Math.abs(check.headroom())).as(check.toString()).isEqualTo(Math.abs(room));
      }
    }
  }
}
