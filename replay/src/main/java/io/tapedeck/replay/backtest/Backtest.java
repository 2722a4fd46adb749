package io.tapedeck.replay.backtest;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.signal.Signal;
import io.tapedeck.replay.tick.TapeTick;
import io.tapedeck.replay.tick.TickSource;
import io.tapedeck.replay.venue.Book;
import io.tapedeck.replay.venue.SimulatedVenue;
import io.tapedeck.risk.core.Outcome;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.risk.core.Snapshots;
import io.tapedeck.signals.core.Emit;
import io.tapedeck.signals.core.Model;
import io.tapedeck.signals.core.PipelineOutput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Plays a tape:
 *
 * <ol>
 *   <li>what is on its way and due before the next tick happens: orders arrive at the venue, news
 *       of them arrives at risk and strategies
 *   <li>every second of received time what is held is valued anew, every period the equity is
 *       sampled
 *   <li>the venue sees the tick: resting orders may fill
 *   <li>the strategies' pipeline gets it: features, score, wishes
 *   <li>each wish goes through the gate at once; what is approved is on its way
 * </ol>
 *
 * <p>Received time is the clock; it never goes back. A run is over when the tape is: what is then
 * still on its way arrives, at the market as last shown. For one thread.
 */
public final class Backtest {
  private static final long REVALUE_NANOS = 1_000_000_000L;

  private final BacktestPlan plan;
  private final TickSource ticks;
  private final BacktestListener listener;
  private final Sampler sampler;
  private final Agenda agenda = new Agenda();
  private final Map<InstrumentId, MarkBoard> boards = new HashMap<>();
  private final List<Lane> lanes = new ArrayList<>();
  private final GateDesk gate;
  private final OrderDesk orders;
  private final @Nullable Model model;
  private final StrategyDesk strategies;
  private long nowNanos;
  private long firstNanos;
  private long revalueNanos;
  private long sampleNanos;
  private long played;

  /** Hears of the equity at the end of each period. */
  public interface Sampler {
    /**
     * A period ended; the risk state holds the marks of this moment.
     *
     * @param prices by lane, raw, 0 before the first
     */
    void sample(long nanos, RiskState state, long[] prices);
  }

  /** One instrument's ways through the whole. */
  private record Lane(MarkBoard board, Book book, StrategyDesk.Lane pipeline) {}

  /**
   * What a run leads to.
   *
   * @param ticks played
   * @param firstNanos received time of the first tick
   * @param lastNanos latest received time
   * @param chain hex hash over all entries and decisions of risk
   */
  public record Ending(
      long ticks, long firstNanos, long lastNanos, String chain, List<AccountSnapshot> accounts) {}

  /**
   * A run.
   *
   * @param ticks read to the end, not closed
   */
  public Backtest(BacktestPlan plan, TickSource ticks, BacktestListener listener, Sampler sampler) {
    this.plan = plan;
    this.listener = listener;
    this.sampler = sampler;
    this.gate = new GateDesk(plan.limits(), boards, listener);
    this.orders = new OrderDesk(plan.fills(), agenda, () -> nowNanos, this::orderEvent);
    Model opened = plan.model() == null ? null : plan.model().open();
    if (opened != null && plan.signals().emit() == Emit.EVERY_TICK) {
      ScoresAhead ahead = new ScoresAhead(ticks, opened, plan.signals().features());
      this.ticks = ahead;
      this.model = ahead;
    } else {
      this.ticks = ticks;
      this.model = opened;
    }
    this.strategies = new StrategyDesk(plan.signals(), model, new Wishes());
  }

  /** Plays it to the end. */
  public Ending run() {
    try {
      TapeTick tick = new TapeTick();
      while (ticks.next(tick)) {
        long at = Math.max(nowNanos, tick.receivedNanos());
        if (played++ == 0) {
          begin(at);
        }
        while (at >= Math.min(agenda.nextNanos(), Math.min(revalueNanos, sampleNanos))) {
          before(at);
        }
        nowNanos = at;
        play(tick);
        while (agenda.nextNanos() <= at) {
          agenda.step();
        }
      }
      finish();
      return new Ending(played, firstNanos, nowNanos, gate.chain(), snapshots());
    } finally {
      if (model != null) {
        model.close();
      }
    }
  }

  private void begin(long nanos) {
    firstNanos = nanos;
    nowNanos = nanos;
    revalueNanos = nanos + REVALUE_NANOS;
    sampleNanos = endOfPeriod(nanos);
    sample(nanos);
  }

  private long endOfPeriod(long nanos) {
    return (Math.floorDiv(nanos, plan.periodNanos()) + 1) * plan.periodNanos();
  }

  /** Does the first of what is due. */
  private void before(long at) {
    long due = agenda.nextNanos();
    if (due <= revalueNanos && due <= sampleNanos) {
      nowNanos = Math.max(nowNanos, due);
      agenda.step();
    } else if (revalueNanos <= sampleNanos) {
      nowNanos = Math.max(nowNanos, revalueNanos);
      revalue();
      // nothing changes in a silence: it is passed in one step
      long silent = Math.min(at, Math.min(due, sampleNanos)) - revalueNanos;
      revalueNanos += Math.max(REVALUE_NANOS, silent / REVALUE_NANOS * REVALUE_NANOS);
    } else {
      nowNanos = Math.max(nowNanos, sampleNanos);
      sample(sampleNanos);
      sampleNanos += plan.periodNanos();
    }
  }

  private void play(TapeTick tick) {
    Lane lane = lane(tick.instrument());
    SimulatedVenue venue = orders.venue();
    switch (tick.kind()) {
      case QUOTE -> {
        venue.quote(lane.book, nowNanos, tick.bid(), tick.bidSize(), tick.ask(), tick.askSize());
        lane.board.quote(tick);
      }
      case TRADE -> {
        venue.trade(lane.book, nowNanos, tick.price(), tick.size(), tick.aggressor());
        lane.board.trade(tick);
      }
      case OTHER -> {
        venue.other(lane.book, tick.event());
        lane.board.other(tick);
      }
    }
    lane.pipeline.tick(tick);
  }

  private Lane lane(int index) {
    while (lanes.size() <= index) {
      TickSource.Lane fresh = ticks.lanes().get(lanes.size());
      InstrumentId instrument = fresh.instrument();
      MarkBoard board = new MarkBoard(instrument, fresh.partition());
      boards.put(instrument, board);
      lanes.add(
          new Lane(
              board,
              orders.venue().book(instrument),
              strategies.lane(instrument, fresh.partition())));
    }
    return lanes.get(index);
  }

  private void finish() {
    while (agenda.nextNanos() != Long.MAX_VALUE) {
      nowNanos = Math.max(nowNanos, agenda.nextNanos());
      agenda.step();
    }
    revalue();
    if (played > 0) {
      sample(nowNanos);
    }
  }

  private void sample(long nanos) {
    revalue();
    long[] prices = new long[lanes.size()];
    for (int i = 0; i < prices.length; i++) {
      prices[i] = lanes.get(i).board.price();
    }
    sampler.sample(nanos, gate.state(), prices);
  }

  private void revalue() {
    Outcome outcome = gate.revalue();
    if (outcome != null) {
      follow(outcome);
    }
  }

  private void orderEvent(OrderEvent event, @Nullable OrderCommand command) {
    listener.orderEvent(event, command, nowNanos);
    Outcome outcome = gate.event(event);
    strategies.order(event);
    follow(outcome);
    strategies.account(gate.snapshot(event.account()));
  }

  /** What a step of risk leads to. */
  private void follow(Outcome outcome) {
    outcome.alarms().forEach(alarm -> listener.alarm(alarm, nowNanos));
    if (!outcome.commands().isEmpty()) {
      orders.approved(outcome.commands());
    }
  }

  private List<AccountSnapshot> snapshots() {
    Set<AccountId> accounts = new TreeSet<>(gate.state().accounts().keySet());
    plan.signals().strategies().forEach(strategy -> accounts.add(strategy.account()));
    return accounts.stream()
        .map(account -> Snapshots.of(gate.state(), gate.state().account(account)))
        .toList();
  }

  /** What strategies want goes through the gate at once. */
  private final class Wishes implements PipelineOutput {
    @Override
    public void signal(Signal signal) {
      listener.signal(signal);
    }

    @Override
    public void intent(OrderIntent intent) {
      listener.intent(intent);
      follow(gate.intent(intent));
    }

    @Override
    public void fault(Signal notFinite) {
      listener.alarm("the model gave no finite number at " + notFinite.tick(), nowNanos);
    }
  }
}
