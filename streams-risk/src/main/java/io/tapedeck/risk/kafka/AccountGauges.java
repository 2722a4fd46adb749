package io.tapedeck.risk.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.AccountSnapshot.Figures;
import io.tapedeck.domain.risk.AccountSnapshot.PositionLine;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The figures of accounts as gauges, under py_rt's names. For readers of metrics, not for money.
 */
final class AccountGauges {
  private static final double UNIT = FixedPoint.ONE;

  private final MeterRegistry meters;
  private final Map<String, Held> accounts = new HashMap<>();

  AccountGauges(MeterRegistry meters) {
    this.meters = meters;
  }

  private static final class Held {
    private volatile AccountSnapshot latest;
    private volatile double worstDrawdown;
    private final Map<String, PositionGauge> positions = new HashMap<>();

    Held(AccountSnapshot first) {
      latest = first;
    }
  }

  private static final class PositionGauge {
    private volatile double size;
    private volatile double value;
  }

  synchronized void published(AccountSnapshot snapshot) {
    String account = snapshot.account().value();
    Held held = accounts.get(account);
    if (held == null) {
      held = new Held(snapshot);
      accounts.put(account, held);
      register(account, held);
    }
    held.latest = snapshot;
    held.worstDrawdown = Math.max(held.worstDrawdown, drawdown(snapshot));
    for (PositionLine line : snapshot.positions()) {
      position(account, held, line);
    }
  }

  private void register(String account, Held held) {
    gauge("risk_total_exposure", account, held, s -> s.exposure().raw() / UNIT);
    gauge("risk_pnl_realized", account, held, s -> s.realisedPnl().raw() / UNIT);
    gauge("risk_pnl_unrealized", account, held, s -> s.unrealisedPnl().raw() / UNIT);
    gauge("risk_pnl_day", account, held, s -> s.dayPnl().raw() / UNIT);
    gauge(
        "risk_position_count",
        account,
        held,
        s -> s.positions().stream().filter(line -> !line.quantity().isZero()).count());
    gauge("risk_open_orders", account, held, s -> s.workingOrders().size());
    gauge("risk_drawdown_percent", account, held, AccountGauges::drawdown);
    gauge("risk_circuit_breaker_status", account, held, s -> tripped(s) ? 1 : 0);
    Gauge.builder("risk_max_drawdown", held, h -> h.worstDrawdown)
        .tag("account", account)
        .register(meters);
  }

  private void gauge(
      String name, String account, Held held, ToDoubleFunction<AccountSnapshot> value) {
    Gauge.builder(name, held, h -> value.applyAsDouble(h.latest))
        .tag("account", account)
        .register(meters);
  }

  private static boolean tripped(AccountSnapshot snapshot) {
    Figures figures = snapshot.figures();
    return figures != null && figures.breakerTripped();
  }

  private static double drawdown(AccountSnapshot snapshot) {
    Figures figures = snapshot.figures();
    if (figures == null || figures.peakEquity().signum() <= 0) {
      return 0;
    }
    return 100.0
        * (figures.peakEquity().raw() - figures.equity().raw())
        / figures.peakEquity().raw();
  }

  private void position(String account, Held held, PositionLine line) {
    String instrument = line.instrument().value();
    PositionGauge gauge = held.positions.get(instrument);
    if (gauge == null) {
      gauge = new PositionGauge();
      held.positions.put(instrument, gauge);
      Gauge.builder("position_size", gauge, g -> g.size)
          .tags("account", account, "instrument", instrument)
          .register(meters);
      Gauge.builder("position_value", gauge, g -> g.value)
          .tags("account", account, "instrument", instrument)
          .register(meters);
    }
    gauge.size = line.quantity().raw() / UNIT;
    gauge.value = line.mark() == null ? 0 : gauge.size * line.mark().raw() / UNIT;
  }
}
