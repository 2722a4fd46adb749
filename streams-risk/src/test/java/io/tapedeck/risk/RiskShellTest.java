package io.tapedeck.risk;

import static io.tapedeck.risk.Given.BTC;
import static io.tapedeck.risk.Given.MAIN;
import static io.tapedeck.risk.Given.SECOND;
import static io.tapedeck.risk.Given.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent.ClockTicked;
import io.tapedeck.domain.risk.JournalEvent.LagObserved;
import io.tapedeck.domain.risk.JournalEvent.LimitsObserved;
import io.tapedeck.risk.core.RiskEngine;
import io.tapedeck.risk.core.StateParts;
import io.tapedeck.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the shell does between records and with what it journals: time, lag, silence, gauges. */
class RiskShellTest {
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private RiskHarness risk;

  @BeforeEach
  void start(@TempDir Path state) {
    log.start();
    ((Logger) LoggerFactory.getLogger("io.tapedeck.risk")).addAppender(log);
    risk = new RiskHarness(state);
    risk.mark(BTC, "60000", T0, 10);
  }

  @AfterEach
  void stop() {
    risk.close();
    ((Logger) LoggerFactory.getLogger("io.tapedeck.risk")).detachAppender(log);
  }

  private List<String> logged() {
    return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private double gauge(String name, String... tags) {
    return risk.platform.meters().get(name).tags(tags).gauge().value();
  }

  @Test
  @Tag("A24")
  void showsAccountsAsGauges() {
    risk.limits(Given.limits(1, Map.of()));
    risk.intent(Given.market("i1", Side.BUY, "0.15", T0));
    risk.event(Given.fill("i1", "e1", Side.BUY, "0.1", "60000", T0 + 1));
    risk.mark(BTC, "61000", T0 + 1, 11);
    risk.driver.advanceWallClockTime(Duration.ofSeconds(1));
    risk.driver.advanceWallClockTime(Duration.ofSeconds(5));

    assertThat(gauge("risk_total_exposure", "account", "main")).isEqualTo(6100.0);
    assertThat(gauge("risk_pnl_unrealized", "account", "main")).isEqualTo(100.0);
    assertThat(gauge("risk_pnl_realized", "account", "main")).isEqualTo(-0.5);
    assertThat(gauge("risk_position_count", "account", "main")).isEqualTo(1.0);
    assertThat(gauge("risk_open_orders", "account", "main")).isEqualTo(1.0);
    assertThat(gauge("position_size", "instrument", BTC.value())).isEqualTo(0.1);
    assertThat(gauge("position_value", "instrument", BTC.value())).isEqualTo(6100.0);
  }

  @Test
  void theBreakersGaugeFollowsIt() {
    risk.limits(Given.limits(1, Map.of()));
    risk.intent(Given.market("i1", Side.BUY, "0.1", T0));
    assertThat(gauge("circuit_breaker_active")).isZero();
    risk.control(ControlAction.TRIP_BREAKER, null);
    assertThat(gauge("circuit_breaker_active")).isEqualTo(1.0);
    risk.control(ControlAction.RESET_BREAKER, null);
    assertThat(gauge("circuit_breaker_active")).isZero();
  }

  @Test
  @Tag("A36")
  void warnsAndRefusesGrowthWhenMarketDataIsSilent() throws Exception {
    risk.limits(Given.limits(1, Map.of("max_data_silence_seconds", "1")));
    risk.intent(Given.market("i1", Side.BUY, "0.01", T0));
    Thread.sleep(2_100); // silence is measured by this process's own clock
    risk.driver.advanceWallClockTime(Duration.ofSeconds(1));
    risk.intent(Given.market("i2", Side.BUY, "0.01", T0));

    assertThat(logged()).anyMatch(line -> line.contains("No market data received"));
    assertThat(risk.decisions().get(1).denials()).containsExactly(CheckCode.FEED_STALE);
    risk.mark(BTC, "60000", T0, 11);
    risk.driver.advanceWallClockTime(Duration.ofSeconds(1));
    risk.intent(Given.market("i3", Side.BUY, "0.01", T0));
    assertThat(risk.decisions()).singleElement().extracting(Decision::approved).isEqualTo(true);
  }

  @Test
  void journalsHowFarItIsBehind() {
    risk.limits(Given.limits(1, Map.of("max_state_lag_seconds", "3")));
    risk.intentAt(Given.market("i1", Side.BUY, "0.01", T0), Instant.now().minusSeconds(10));
    risk.intentAt(Given.market("i2", Side.BUY, "0.01", T0), Instant.now());

    List<Decision> decisions = risk.decisions();
    assertThat(decisions.get(0).denials()).containsExactly(CheckCode.STATE_LAG);
    assertThat(decisions.get(1).approved()).isTrue();
    assertThat(risk.<JournalEntry>read(Topics.RISK_JOURNAL))
        .filteredOn(e -> e.event() instanceof LagObserved)
        .hasSize(2);
  }

  /** A global store that was restored may be behind what the partition journalled before. */
  @Test
  void aMarkOlderThanTheOneJournalledIsNotUsed() {
    risk.limits(Given.limits(1, Map.of()));
    risk.mark(BTC, "61000", T0, 20);
    risk.intent(Given.market("i1", Side.BUY, "0.01", T0));
    risk.mark(BTC, "59000", T0 - SECOND, 15);
    risk.intent(Given.market("i2", Side.BUY, "0.01", T0));
    risk.mark(BTC, "62000", T0 + SECOND, 21);
    risk.intent(Given.market("i3", Side.BUY, "0.01", T0 + SECOND));

    assertThat(risk.decisions())
        .extracting(decision -> decision.markSource().offset())
        .containsExactly(20L, 20L, 21L);
  }

  /** The same of limits. */
  @Test
  void limitsOlderThanThoseJournalledAreNotUsed() {
    risk.limits(Given.limits(2, Map.of("max_order_value", "1")));
    risk.intent(Given.market("i1", Side.BUY, "0.01", T0));
    risk.limits(Given.limits(1, Map.of()));
    risk.intent(Given.market("i2", Side.BUY, "0.01", T0));

    assertThat(risk.decisions()).extracting(Decision::limitsVersion).containsExactly(2L, 2L);
    assertThat(risk.<JournalEntry>read(Topics.RISK_JOURNAL))
        .filteredOn(e -> e.event() instanceof LimitsObserved)
        .hasSize(1);
  }

  /**
   * A record of marks or limits that cannot be read is nobody's intent and no reason to die: it is
   * told, and what was known holds on.
   */
  @Test
  @Tag("F27")
  void marksAndLimitsThatCannotBeReadAreToldAndNotUsed() {
    risk.limits(Given.limits(1, Map.of()));
    risk.intent(Given.market("i1", Side.BUY, "0.1", T0));
    risk.event(Given.fill("i1", "e1", Side.BUY, "0.1", "60000", T0 + 1));
    risk.bytes(Topics.MARKET_MARKS, BTC.value(), new byte[] {9, 9, 9});
    risk.bytes(Topics.MARKET_MARKS, "no instrument:", new byte[] {9});
    risk.bytes(Topics.RISK_LIMITS, "*", new byte[] {0, 0, 0, 0, 1});
    risk.driver.advanceWallClockTime(Duration.ofSeconds(2));
    risk.intent(Given.market("i2", Side.BUY, "0.1", T0 + SECOND));

    assertThat(risk.decisions()).extracting(Decision::approved).containsExactly(true, true);
    assertThat(risk.read(Topics.RISK_DEAD_LETTERS)).isEmpty();
    assertThat(logged())
        .anyMatch(line -> line.contains("market-marks-v1 key=KRAKEN:BTC/USDT cannot be read"))
        .anyMatch(line -> line.contains("risk-limits-v1 key=* cannot be read"));
    risk.mark(BTC, "61000", T0 + SECOND, 11);
    risk.intent(Given.market("i3", Side.BUY, "0.01", T0 + SECOND));
    assertThat(risk.decisions().get(0).markSource().offset()).isEqualTo(11);
  }

  @Test
  void revaluesWhatIsHeldWithoutAnyOrder() {
    risk.limits(Given.limits(1, Map.of("daily_loss_threshold", "1000")));
    risk.intent(Given.market("i1", Side.BUY, "0.15", T0));
    risk.event(Given.fill("i1", "e1", Side.BUY, "0.15", "60000", T0 + 1));
    risk.intent(Given.limit("i2", Side.BUY, "0.01", "50000", T0));
    risk.commands();
    risk.mark(BTC, "50000", T0 + SECOND, 11);
    risk.driver.advanceWallClockTime(Duration.ofSeconds(1));

    assertThat(risk.<JournalEntry>read(Topics.RISK_JOURNAL))
        .anyMatch(
            e ->
                e.event() instanceof ClockTicked tick && tick.purpose().equals(RiskEngine.REVALUE));
    assertThat(risk.commands()).singleElement().satisfies(c -> assertThat(c.mark()).isNull());
    assertThat(logged()).anyMatch(line -> line.contains("circuit breaker of account main tripped"));
  }

  @Test
  @Tag("A79")
  void aStateThatCannotBeReadIsNamedAndNeverUsed() {
    StateParts.Loader loader = new StateParts.Loader();
    assertThatThrownBy(() -> loader.part("a:" + MAIN, new byte[] {2, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Failed to deserialize position data");
    assertThatThrownBy(() -> loader.part("a:" + MAIN, new byte[] {99}))
        .hasMessageContaining("an account state of version 99");
    assertThatThrownBy(() -> loader.part("z:unknown", new byte[0]))
        .hasMessageContaining("a part of the risk state named 'z:unknown'");
  }
}
