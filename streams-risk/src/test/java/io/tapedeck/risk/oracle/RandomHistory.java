package io.tapedeck.risk.oracle;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.order.TimeInForce;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.signal.Evidence;
import io.tapedeck.domain.tape.Coordinates;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongBiFunction;

/** Seeded inputs of risk, plausible and not. */
final class RandomHistory {
  static final long SECOND = RandomMarket.SECOND;
  static final List<AccountId> ACCOUNTS =
      List.of(new AccountId("main"), new AccountId("second"), new AccountId("toxic"));
  private static final List<StrategyId> STRATEGIES =
      List.of(new StrategyId("alpha"), new StrategyId("beta"));
  private static final long MILLI = 1_000_000L;

  /** One input; account is null where it concerns the partition. */
  record Input(AccountId account, long nanos, JournalEvent event) {}

  final Random random;
  final RandomMarket market;
  final RandomVenue venue;
  private final RandomLimits limits;
  private final List<OrderIntent> sent = new ArrayList<>();
  private final List<ControlCommand> commands = new ArrayList<>();
  private final ToLongBiFunction<AccountId, InstrumentId> held;
  private boolean jumped = true;
  private boolean dataSilent;
  private boolean controlSilent;
  private long ids;

  /**
   * A history.
   *
   * @param held raw position of an account in an instrument
   */
  RandomHistory(long seed, ToLongBiFunction<AccountId, InstrumentId> held) {
    random = new Random(seed);
    market = new RandomMarket(random);
    venue = new RandomVenue(random, market);
    limits = new RandomLimits(random);
    this.held = held;
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private <T> T recent(List<T> list) {
    int window = Math.min(list.size(), 12);
    return list.get(list.size() - 1 - random.nextInt(window));
  }

  /** What comes next; null for a step in which nothing does. */
  Input next(int step) {
    if (market.pass() || jumped) {
      // after a night the prices come first
      jumped = false;
      return marks(step > 60);
    }
    if ((dataSilent || controlSilent) && oneIn(20)) {
      return tick(back());
    }
    int kind = random.nextInt(1_000);
    if (kind < 420) {
      OrderIntent intent = intent();
      return new Input(
          intent.account(), intent.eventNanos(), new JournalEvent.IntentReceived(intent));
    }
    if (kind < 690) {
      OrderEvent event = venue.event(ACCOUNTS);
      return event == null
          ? null
          : new Input(
              event.account(), event.receivedNanos(), new JournalEvent.OrderEventReceived(event));
    }
    if (kind < 900) {
      return step < 50 ? null : marks(false);
    }
    if (kind < 930) {
      return step < 80 ? null : new Input(null, now(), observed());
    }
    if (kind < 965) {
      ControlCommand command = control();
      return new Input(command.account(), now(), new JournalEvent.ControlReceived(command));
    }
    if (kind == 965 && oneIn(5)) {
      return new Input(any(ACCOUNTS), now(), new JournalEvent.PoisonReceived("bytes", "00"));
    }
    if (kind < 970) {
      long lag = oneIn(3) ? random.nextInt(30) : 0;
      return new Input(null, now(), new JournalEvent.LagObserved(lag));
    }
    return kind < 980 ? tick(silence()) : kind < 990 ? tick("revalue") : null;
  }

  private long now() {
    return market.now;
  }

  private Input tick(String purpose) {
    return new Input(null, now(), new JournalEvent.ClockTicked(purpose));
  }

  private String silence() {
    if (oneIn(2)) {
      dataSilent = !dataSilent && oneIn(5);
      return dataSilent ? "data-silent" : "data-back";
    }
    controlSilent = !controlSilent && oneIn(3);
    return controlSilent ? "control-silent" : "control-back";
  }

  private String back() {
    if (dataSilent) {
      dataSilent = false;
      return "data-back";
    }
    controlSilent = false;
    return "control-back";
  }

  private Input marks(boolean all) {
    List<Mark> marks = market.marks(all);
    long newest = marks.stream().mapToLong(Mark::eventNanos).max().orElse(0);
    return marks.isEmpty() ? null : new Input(null, newest, new JournalEvent.MarksObserved(marks));
  }

  private JournalEvent observed() {
    return new JournalEvent.LimitsObserved(limits.next(now()));
  }

  private ControlCommand control() {
    if (!commands.isEmpty() && oneIn(12)) {
      return recent(commands);
    }
    // mostly what takes away an earlier command's harm, else a long history would only be refused
    ControlAction action =
        oneIn(4)
            ? any(List.of(ControlAction.values()))
            : any(
                List.of(
                    ControlAction.RESUME,
                    ControlAction.RESET_BREAKER,
                    ControlAction.ENABLE_STRATEGY));
    boolean forStrategy =
        action == ControlAction.DISABLE_STRATEGY || action == ControlAction.ENABLE_STRATEGY;
    boolean money = action == ControlAction.DEPOSIT || action == ControlAction.WITHDRAW;
    AccountId account =
        oneIn(forStrategy ? 20 : 3) && !money ? null : ACCOUNTS.get(random.nextInt(2));
    ControlCommand command =
        new ControlCommand(
            "command-" + ids++,
            account,
            action,
            action == ControlAction.CLOSE_POSITION ? any(RandomMarket.INSTRUMENTS) : null,
            "me",
            "random",
            now() + 5 * 365 * RandomMarket.DAY,
            forStrategy ? any(STRATEGIES) : null,
            money ? new Money((1 + random.nextInt(5_000)) * SECOND) : null);
    commands.add(command);
    return command;
  }

  private OrderIntent intent() {
    if (!sent.isEmpty() && oneIn(40)) {
      return recent(sent);
    }
    AccountId account = oneIn(20) ? ACCOUNTS.get(2) : ACCOUNTS.get(random.nextInt(2));
    InstrumentId instrument = RandomMarket.INSTRUMENTS.get(random.nextInt(oneIn(6) ? 5 : 3));
    OrderAction action = null;
    int kind = random.nextInt(10);
    if (kind < 2 && !venue.orders.isEmpty()) {
      RandomVenue.Live target = recent(venue.orders);
      for (int again = 0; again < 5 && target.done; again++) {
        target = recent(venue.orders);
      }
      account = oneIn(30) ? account : target.account;
      instrument = oneIn(30) ? instrument : target.instrument;
      IntentId id = oneIn(30) ? new IntentId("nobody's") : new IntentId(target.intent);
      action = oneIn(3) ? new OrderAction.Cancel(id) : replace(id, target, instrument);
    }
    StrategyId strategy = any(STRATEGIES);
    if (action == null && !sent.isEmpty() && oneIn(8)) {
      // the same wish again and again, as a strategy gone wrong has it
      OrderIntent like = sent.get(sent.size() - 1);
      account = like.account();
      instrument = like.instrument();
      strategy = like.strategy();
      action = like.action();
    } else if (action == null) {
      action = new OrderAction.Submit(terms(account, instrument));
    }
    OrderIntent intent =
        new OrderIntent(
            new IntentId("intent-" + ids++),
            account,
            strategy,
            instrument,
            action,
            now(),
            now(),
            now() + (oneIn(30) ? -SECOND : 5 * SECOND),
            Evidence.byHand(new Coordinates("market-ticks-v1", 0, ids)));
    sent.add(intent);
    return intent;
  }

  private OrderAction replace(IntentId id, RandomVenue.Live target, InstrumentId instrument) {
    long step = market.size(instrument) / 8;
    long quantity = Math.max(MILLI, target.total + (random.nextInt(9) - 4) * step);
    if (oneIn(40)) {
      quantity = -quantity;
    }
    return new OrderAction.Replace(
        id, new Quantity(quantity), oneIn(2) ? null : market.near(instrument, 60));
  }

  private OrderTerms terms(AccountId account, InstrumentId instrument) {
    Side side = oneIn(2) ? Side.BUY : Side.SELL;
    long size = market.size(instrument);
    long quantity =
        oneIn(2)
            ? size / 4 * (1 + random.nextInt(3))
            : (1 + random.nextLong(2 * size / MILLI)) * MILLI;
    if (oneIn(10)) {
      quantity += random.nextInt(1_000_000);
    }
    long position = held.applyAsLong(account, instrument);
    if (position != 0 && oneIn(2)) {
      side = position > 0 ? Side.SELL : Side.BUY;
      long all = Math.abs(position);
      quantity =
          switch (random.nextInt(3)) {
            case 0 -> all;
            case 1 -> Math.max(MILLI, all / 2 / MILLI * MILLI);
            default -> all + random.nextInt(3) * MILLI;
          };
    }
    if (oneIn(60)) {
      quantity = oneIn(3) ? 0 : oneIn(2) ? -quantity : 9_000_000_000L * SECOND;
    }
    OrderType type = any(List.of(OrderType.values()));
    if (oneIn(2)) {
      type = oneIn(2) ? OrderType.MARKET : OrderType.LIMIT;
    }
    boolean limit = type == OrderType.LIMIT || type == OrderType.STOP_LIMIT;
    boolean stop = type != OrderType.MARKET && type != OrderType.LIMIT;
    Price price = oneIn(80) ? Price.ZERO : market.near(instrument, oneIn(20) ? 400 : 70);
    return new OrderTerms(
        side,
        type,
        new Quantity(quantity),
        limit != oneIn(80) ? price : null,
        stop != oneIn(80) ? market.near(instrument, 200) : null,
        TimeInForce.GTC,
        oneIn(12),
        oneIn(5));
  }

  /** The engine approved it. */
  void accepted(OrderIntent intent) {
    if (intent.action() instanceof OrderAction.Submit submit) {
      OrderTerms terms = submit.terms();
      accepted(
          intent.id().value(),
          intent.account(),
          intent.instrument(),
          terms.side(),
          terms.quantity().raw());
    } else if (intent.action() instanceof OrderAction.Replace replace) {
      RandomVenue.Live live = venue.find(replace.target().value());
      if (live != null) {
        live.proposed.add(
            new RandomVenue.OrderActionReplace(replace.quantity().raw(), replace.limitPrice()));
      }
    } else if (intent.action() instanceof OrderAction.Cancel cancel) {
      cancelled(cancel.target().value());
    }
  }

  void accepted(String id, AccountId account, InstrumentId instrument, Side side, long quantity) {
    venue.orders.add(new RandomVenue.Live(id, account, instrument, side, quantity));
  }

  /** The order's end was commanded. */
  void cancelled(String id) {
    RandomVenue.Live live = venue.find(id);
    if (live != null) {
      live.cancelled = true;
    }
  }
}
