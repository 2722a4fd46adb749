package io.tapedeck.signals.core;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.signal.StrategyJournalEntry;
import io.tapedeck.domain.signal.StrategyObservation;
import io.tapedeck.domain.signal.StrategyObservation.OrderSeen;
import io.tapedeck.domain.tape.Coordinates;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A strategy at work on an instrument: what it has seen, and its own state. For one thread. */
public final class StrategyRun {
  private final InstrumentId instrument;
  private final Strategy strategy;
  private final Seen seen = new Seen();
  private final StrategyState state;
  private final WishList wishes = new WishList(this);
  private boolean changed;

  StrategyRun(InstrumentId instrument, Strategy strategy) {
    this.instrument = instrument;
    this.strategy = strategy;
    this.state = strategy.start();
  }

  /** The strategy. */
  public Strategy strategy() {
    return strategy;
  }

  /** What it has seen. */
  public Seen seen() {
    return seen;
  }

  WishList wishes() {
    return wishes;
  }

  /**
   * What has to be journalled, and then {@link #observe observed}, before the next tick, because it
   * differs from what was seen; empty if nothing does. Of orders only those that it works.
   */
  public List<StrategyJournalEntry> unseen(Coordinates before, Surroundings around) {
    List<StrategyObservation> observations = new ArrayList<>();
    for (OrderSeen order : around.orders()) {
      if (state.works(order.intent())) {
        observations.add(order);
      }
      seen.ordersBefore(order.source().offset() + 1);
    }
    observations.addAll(seen.unseen(instrument, strategy.account(), around));
    return observations.stream()
        .map(what -> new StrategyJournalEntry(instrument, strategy.id(), before, what))
        .toList();
  }

  /** Takes in what a journal entry says. */
  public void observe(StrategyObservation observation) {
    seen.apply(observation);
    state.onObservation(observation, seen);
    changed = true;
  }

  void onTick(Tick tick) {
    boolean stopped = !strategy.enabled() || seen.state() == TradingState.HALTED;
    changed |= stopped ? state.cancelAll(wishes) : state.onTick(tick, seen, wishes);
  }

  /** True once after each change, so that only what changed is stored. */
  public boolean takeChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }

  /** The layout, of this length at this moment. */
  public byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(seen.bytes() + state.bytes());
    seen.write(out);
    state.write(out);
    return out.array();
  }

  /** Continues from {@link #toBytes}. */
  public void restore(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    seen.read(in);
    if (in.remaining() != state.bytes()) {
      throw new IllegalStateException(
          "the stored state of strategy "
              + strategy.id()
              + " on "
              + instrument
              + " has "
              + in.remaining()
              + " bytes, this build reads "
              + state.bytes()
              + "; give the strategy a new name to start it afresh");
    }
    state.read(in);
  }
}
