package io.tapedeck.simulator.market;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Shows each tick to the exchange, writes it down, and tells the audiences of all protocols. Its
 * lock makes a snapshot and the updates that follow it one sequence: {@link #still}.
 */
public final class MarketBoard implements TickListener {
  private final Market market;
  private final MarketHistory history;
  private final Consumer<Tick> exchange;
  private final int subscribersNeeded;
  private final List<Audience> audiences = new CopyOnWriteArrayList<>();

  /**
   * A board nobody looks at yet.
   *
   * @param market what is published
   * @param exchange applies a tick to the market and matches orders against it
   * @param subscribersNeeded time stands still with fewer ready connections than this
   */
  public MarketBoard(Market market, Consumer<Tick> exchange, int subscribersNeeded) {
    this.market = market;
    this.history = new MarketHistory(market);
    this.exchange = exchange;
    this.subscribersNeeded = subscribersNeeded;
  }

  /** Tells these from now on. */
  public void add(Audience audience) {
    audiences.add(audience);
  }

  /** What is published; change it never, read it inside {@link #still}. */
  public Market market() {
    return market;
  }

  /** What was played; read it inside {@link #still}. */
  public MarketHistory history() {
    return history;
  }

  /** Runs with the market standing still. */
  public synchronized <T> T still(Supplier<T> task) {
    return task.get();
  }

  @Override
  public boolean ready() {
    long now = System.nanoTime();
    int ready = 0;
    for (Audience audience : audiences) {
      if (audience.full()) {
        return false;
      }
      ready += audience.readyConnections(now);
    }
    return ready >= subscribersNeeded;
  }

  @Override
  public synchronized boolean onTick(Tick tick) {
    exchange.accept(tick);
    history.add(tick);
    boolean sent = false;
    for (Audience audience : audiences) {
      sent |= audience.onTick(tick);
    }
    return sent;
  }

  @Override
  public void onPause() {
    audiences.forEach(Audience::onPause);
  }
}
