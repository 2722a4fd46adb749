package io.tapedeck.replay.backtest;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent.OrderEventReceived;
import io.tapedeck.replay.tick.TickSource;
import io.tapedeck.risk.core.AccountState;
import io.tapedeck.risk.core.ChainHash;
import io.tapedeck.risk.core.EffectiveLimits;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.risk.core.Snapshots;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes down what a run is judged by. Bounded by orders and periods, never by ticks; of denials the
 * first thousands are kept in full, all are counted. For one thread.
 */
public final class Findings implements BacktestListener, Backtest.Sampler {
  private static final int DENIALS_KEPT = 20_000;
  private static final int ALARMS_KEPT = 100;

  private final TreeSet<AccountId> accounts = new TreeSet<>();
  private final List<Fill> fills = new ArrayList<>();
  private final List<Trips.Trip> ended = new ArrayList<>();
  private final Trips trips = new Trips(ended::add);
  private final List<Denial> denials = new ArrayList<>();
  private final Map<CheckCode, Long> denialsByCode = new EnumMap<>(CheckCode.class);
  private final Map<OrderEventKind, Long> eventsByKind = new EnumMap<>(OrderEventKind.class);
  private final Map<String, Long> rejections = new TreeMap<>();
  private final List<String> alarms = new ArrayList<>();
  private final Series times = new Series();
  private final Series equity = new Series();
  private final Series exposure = new Series();
  private final Series limitUse = new Series();
  private final List<Series> prices = new ArrayList<>();
  private final Supplier<List<TickSource.Lane>> lanes;
  private long firstNanos;
  private long intents;
  private long approved;
  private long entries;
  private long traded;
  private long fees;
  private long intentReceivedNanos;

  /**
   * An intent that risk refused.
   *
   * @param eventNanos of the tick behind it
   * @param receivedNanos the same tick's received time
   * @param price the mark that it was valued at, raw, 0 if none
   */
  public record Denial(
      long eventNanos,
      long receivedNanos,
      AccountId account,
      InstrumentId instrument,
      List<CheckCode> codes,
      long price) {}

  Findings(Collection<AccountId> accounts, Supplier<List<TickSource.Lane>> lanes) {
    this.accounts.addAll(accounts);
    this.lanes = lanes;
  }

  @Override
  public void intent(OrderIntent intent) {
    intents++;
    intentReceivedNanos = intent.receivedNanos();
  }

  @Override
  public void journalled(JournalEntry entry, List<Decision> decisions, ChainHash chain) {
    entries++;
    if (entry.account() != null) {
      accounts.add(entry.account());
    }
    for (Decision decision : decisions) {
      if (decision.approved()) {
        approved++;
      } else {
        denied(decision);
      }
    }
    if (entry.event() instanceof OrderEventReceived received) {
      eventsByKind.merge(received.event().kind(), 1L, Long::sum);
    }
  }

  private void denied(Decision decision) {
    List<CheckCode> codes = decision.denials();
    codes.forEach(code -> denialsByCode.merge(code, 1L, Long::sum));
    if (denials.size() < DENIALS_KEPT) {
      denials.add(
          new Denial(
              decision.eventNanos(),
              intentReceivedNanos,
              decision.account(),
              decision.instrument(),
              codes,
              decision.mark() == null ? 0 : decision.mark().raw()));
    }
  }

  @Override
  public void orderEvent(OrderEvent event, @Nullable OrderCommand command, long nowNanos) {
    if (event.kind() == OrderEventKind.REJECTED || event.kind() == OrderEventKind.EXPIRED) {
      rejections.merge(event.reason(), 1L, Long::sum);
    }
    Execution execution = event.execution();
    if (event.kind() != OrderEventKind.FILLED || execution == null || command == null) {
      return;
    }
    Fill fill =
        new Fill(
            event.venueNanos(),
            event.account(),
            command.strategy(),
            event.instrument(),
            command.intent(),
            execution.side(),
            execution.quantity().raw(),
            execution.price().raw(),
            execution.fee().raw(),
            execution.maker(),
            command.mark() == null ? 0 : command.mark().raw(),
            event.venueNanos() - command.receivedNanos());
    fills.add(fill);
    trips.on(fill);
    traded = Math.addExact(traded, FixedPoint.multiply(fill.price(), fill.quantity()));
    fees = Math.addExact(fees, fill.fee());
  }

  @Override
  public void alarm(String text, long nowNanos) {
    if (alarms.size() < ALARMS_KEPT) {
      alarms.add(text);
    }
  }

  @Override
  public void sample(long nanos, RiskState state, long[] priced) {
    if (times.size() == 0) {
      firstNanos = nanos;
    }
    times.add((nanos - firstNanos) / 1e9);
    double worth = 0;
    double gross = 0;
    double use = 0;
    for (AccountId id : accounts) {
      AccountState account = state.account(id);
      double its = Snapshots.exposure(state, account).raw() / 1e9;
      worth += Snapshots.equity(state, account).raw() / 1e9;
      gross += its;
      EffectiveLimits limits = state.limitsOf(account);
      if (limits.has(Limit.MAX_TOTAL_EXPOSURE)) {
        use = Math.max(use, its / (limits.value(Limit.MAX_TOTAL_EXPOSURE) / 1e9));
      }
    }
    equity.add(worth);
    exposure.add(gross);
    limitUse.add(use);
    while (prices.size() < priced.length) {
      Series late = new Series();
      for (int i = 1; i < times.size(); i++) {
        late.add(Double.NaN);
      }
      prices.add(late);
    }
    for (int i = 0; i < priced.length; i++) {
      prices.get(i).add(priced[i] == 0 ? Double.NaN : priced[i] / 1e9);
    }
  }

  BacktestResult.Curves curves() {
    SortedMap<InstrumentId, double[]> byInstrument = new TreeMap<>();
    for (int i = 0; i < prices.size(); i++) {
      byInstrument.put(lanes.get().get(i).instrument(), prices.get(i).toArray());
    }
    return new BacktestResult.Curves(
        firstNanos,
        times.toArray(),
        equity.toArray(),
        exposure.toArray(),
        limitUse.toArray(),
        byInstrument);
  }

  BacktestResult.Counts counts() {
    return new BacktestResult.Counts(
        intents,
        approved,
        entries,
        new TreeMap<>(denialsByCode),
        new TreeMap<>(eventsByKind),
        rejections,
        alarms);
  }

  BacktestResult.Trading trading() {
    long wins = 0;
    long losses = 0;
    long won = 0;
    long lost = 0;
    for (Trips.Trip trip : ended) {
      if (trip.result() > 0) {
        wins++;
        won = Math.addExact(won, trip.result());
      } else if (trip.result() < 0) {
        losses++;
        lost = Math.subtractExact(lost, trip.result());
      }
    }
    return new BacktestResult.Trading(
        List.copyOf(fills), List.copyOf(ended), traded, fees, wins, losses, won, lost);
  }

  List<Denial> denials() {
    return List.copyOf(denials);
  }
}
