package io.tapedeck.simulator.market;

import org.jspecify.annotations.Nullable;

/**
 * What happens to a share beside trading: price bands, halts and pauses, corrected and cancelled
 * trades. Not thread-safe.
 */
final class EquityScript {
  private static final int TICKS_BETWEEN_BANDS = 400;
  private static final double HALT = 1 / 1_500.0;
  private static final double AMENDED = 1 / 250.0;
  private static final long HALT_NS = 300_000_000_000L;
  private static final long CENT = 10_000_000L;

  private record Printed(long id, long price, long size) {}

  private final SeededRandom random;
  private @Nullable Printed last;
  private long ticks;
  private long correctedIds = 9_000_000;
  private boolean halted;
  private long haltEndNs;

  EquityScript(SeededRandom random) {
    this.random = random;
  }

  void traded(Tick tick) {
    last = new Printed(tick.tradeId, tick.price, tick.size);
  }

  long tradesFrom(long nowNs) {
    return UsCalendar.opensFrom(halted ? Math.max(nowNs, haltEndNs) : nowNs);
  }

  /** Makes the tick a notice; false if it is to be a quote or a trade. */
  boolean speaks(Tick into, long nowNs, long price) {
    Notice notice = notice(nowNs, price);
    if (notice == null) {
      return false;
    }
    into.kind = Tick.Kind.NOTICE;
    into.notice = notice;
    return true;
  }

  private @Nullable Notice notice(long nowNs, long price) {
    if (halted) {
      halted = false;
      return new Notice.Status("T", "Trading Resumption", "", "");
    }
    if (ticks++ % TICKS_BETWEEN_BANDS == 0) {
      return new Notice.Bands(price / 20 * 21 / CENT * CENT, price / 20 * 19 / CENT * CENT);
    }
    if (random.uniform() < HALT) {
      halted = true;
      haltEndNs = nowNs + HALT_NS;
      return random.uniform() < 0.5
          ? new Notice.Status("P", "Volatility Trading Pause", "LUDP", "Volatility Trading Pause")
          : new Notice.Status(
              "H", "Trading Halt", "T12", "Trading Halted; For information requested by NASDAQ");
    }
    Printed trade = last;
    if (trade != null && random.uniform() < AMENDED) {
      last = null;
      return random.uniform() < 0.5
          ? new Notice.Cancel(trade.id, trade.price, trade.size, "C")
          : new Notice.Correction(
              trade.id, trade.price, trade.size, ++correctedIds, trade.price - CENT, trade.size);
    }
    return null;
  }
}
