package io.tapedeck.simulator.market;

import io.tapedeck.domain.money.FixedPoint;
import org.jspecify.annotations.Nullable;

/**
 * The state of one synthetic pair: a price on a grid, a hidden order-flow pressure, a regime.
 *
 * <p>What can be learnt: the pressure moves slowly, shows in the sizes at the touch (imbalance) and
 * in who crosses the spread, and leans on the next price move; in a trend, moves also follow the
 * moves before them, in a mean-reverting regime they go back to an anchor.
 */
final class SyntheticInstrument {
  private enum Regime {
    CALM(0.06, 1),
    TRENDING(0.14, 1),
    MEAN_REVERTING(0.14, 2),
    VOLATILE(0.35, 3);

    final double moveProbability;
    final int longestMove;

    Regime(double moveProbability, int longestMove) {
      this.moveProbability = moveProbability;
      this.longestMove = longestMove;
    }
  }

  private static final double REGIME_CHANGE = 1 / 2_000.0;
  private static final double TRADE_PROBABILITY = 0.2;
  private static final double PRESSURE_MEMORY = 0.97;

  private final int index;
  private final Instrument instrument;
  private final SeededRandom random;
  private final double typicalSize;
  private final long grid;
  private final long[] bidSizes = new long[Tick.DEPTH];
  private final long[] askSizes = new long[Tick.DEPTH];
  private long bidTicks;
  private int spreadTicks = 1;
  private double anchorTicks;
  private double pressure;
  private double momentum;
  private Regime regime = Regime.CALM;
  private boolean quoted;
  private long lastTradeId = 1_000_000;
  private final @Nullable EquityScript script;

  SyntheticInstrument(int index, Instrument instrument, long firstPrice, long seed) {
    this.index = index;
    this.instrument = instrument;
    this.random = new SeededRandom(seed);
    this.script = instrument.equity() ? new EquityScript(new SeededRandom(~seed)) : null;
    // prices live on a grid of about half a basis point
    this.grid = instrument.priceStep() * Math.max(1, firstPrice / 20_000 / instrument.priceStep());
    this.bidTicks = firstPrice / grid;
    this.anchorTicks = bidTicks;
    // about 20,000 units of the quote currency at the touch
    this.typicalSize = 20_000.0 * FixedPoint.ONE * FixedPoint.ONE / firstPrice;
    for (int level = 0; level < Tick.DEPTH; level++) {
      bidSizes[level] = drawSize(level, 0);
      askSizes[level] = drawSize(level, 0);
    }
  }

  Instrument instrument() {
    return instrument;
  }

  /** The first moment from now on at which it may trade. */
  long tradesFrom(long nowNs) {
    return script == null ? nowNs : script.tradesFrom(nowNs);
  }

  void next(Tick into, long eventNs) {
    into.instrument = index;
    into.eventNs = eventNs;
    into.bids.clear();
    into.asks.clear();
    if (script != null && quoted && script.speaks(into, eventNs, bidTicks * grid)) {
      return;
    }
    if (quoted && random.uniform() < TRADE_PROBABILITY) {
      trade(into);
    } else {
      quote(into);
      quoted = true;
    }
  }

  private void trade(Tick into) {
    boolean buy = random.uniform() < 0.5 + 0.4 * StrictMath.tanh(pressure);
    long[] sizes = buy ? askSizes : bidSizes;
    double share = 0.02 + 0.3 * random.uniform() * random.uniform();
    long size = Math.max(instrument.quantityStep(), onGrid((long) (sizes[0] * share)));
    sizes[0] = Math.max(instrument.quantityStep(), sizes[0] - size);
    into.kind = Tick.Kind.TRADE;
    into.price = (buy ? bidTicks + spreadTicks : bidTicks) * grid;
    into.size = size;
    into.aggressor = buy ? Tick.Aggressor.BUY : Tick.Aggressor.SELL;
    into.tradeId = ++lastTradeId;
    if (script != null) {
      script.traded(into);
    }
  }

  private void quote(Tick into) {
    pressure =
        PRESSURE_MEMORY * pressure
            + StrictMath.sqrt(1 - PRESSURE_MEMORY * PRESSURE_MEMORY) * random.gaussian();
    if (random.uniform() < REGIME_CHANGE) {
      regime = Regime.values()[random.below(Regime.values().length)];
      anchorTicks = bidTicks;
    }
    int move = 0;
    if (random.uniform() < regime.moveProbability * (0.5 + Math.abs(pressure))) {
      move = random.uniform() < upProbability() ? 1 : -1;
      move *= 1 + random.below(regime.longestMove);
      if (bidTicks + move < 100) {
        move = 1;
      }
    }
    momentum = 0.9 * momentum + 0.1 * move;
    shift(move);
    spreadTicks = regime == Regime.VOLATILE ? 1 + random.below(4) : 1 + random.below(8) / 7;
    bidSizes[0] = drawSize(0, pressure);
    askSizes[0] = drawSize(0, -pressure);
    int deeper = 1 + random.below(Tick.DEPTH - 1);
    bidSizes[deeper] = drawSize(deeper, pressure / 2);
    askSizes[deeper] = drawSize(deeper, -pressure / 2);
    show(into);
  }

  private double upProbability() {
    double lean = 1.2 * pressure;
    if (regime == Regime.TRENDING) {
      lean += 6 * momentum;
    } else if (regime == Regime.MEAN_REVERTING) {
      lean -= 0.05 * (bidTicks - anchorTicks);
    }
    return 1 / (1 + StrictMath.exp(-lean));
  }

  private void shift(int move) {
    bidTicks += move;
    for (int step = 0; step < Math.abs(move); step++) {
      long[] towards = move > 0 ? bidSizes : askSizes;
      long[] away = move > 0 ? askSizes : bidSizes;
      System.arraycopy(towards, 0, towards, 1, Tick.DEPTH - 1);
      System.arraycopy(away, 1, away, 0, Tick.DEPTH - 1);
      away[Tick.DEPTH - 1] = drawSize(Tick.DEPTH - 1, 0);
    }
  }

  private long drawSize(int level, double lean) {
    double size = typicalSize * (1 + 0.3 * level) * StrictMath.exp(0.6 * lean);
    return onGrid((long) (size * StrictMath.exp(0.4 * random.gaussian())));
  }

  private long onGrid(long raw) {
    long step = instrument.quantityStep();
    return Math.max(step, raw / step * step);
  }

  private void show(Tick into) {
    into.kind = Tick.Kind.QUOTE;
    for (int level = 0; level < Tick.DEPTH; level++) {
      into.bids.add((bidTicks - level) * grid, bidSizes[level]);
      into.asks.add((bidTicks + spreadTicks + level) * grid, askSizes[level]);
    }
  }
}
