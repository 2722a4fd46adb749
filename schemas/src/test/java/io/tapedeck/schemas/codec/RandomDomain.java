package io.tapedeck.schemas.codec;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.BarState;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.OrderChangeKind;
import io.tapedeck.domain.market.TradingStatus;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.ClaimState;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.order.TimeInForce;
import io.tapedeck.domain.order.VenueStatement;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.domain.signal.Evidence;
import io.tapedeck.domain.signal.Signal;
import io.tapedeck.domain.signal.StrategyJournalEntry;
import io.tapedeck.domain.signal.StrategyObservation;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.schemas.Topic;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Random but valid values of every record type, by seed. */
final class RandomDomain {
  private static final Set<OrderEventKind> EXECUTIONS =
      EnumSet.of(
          OrderEventKind.FILLED, OrderEventKind.TRADE_CANCELED, OrderEventKind.TRADE_CORRECTED);

  private final Random random;

  RandomDomain(long seed) {
    random = new Random(seed);
  }

  /** A value for a topic, by the simple name of its schema. */
  Object value(Topic<?> topic) {
    String name = topic.codec().schemaName();
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "MarketEvent" -> marketEvent();
      case "Mark" -> mark();
      case "Signal" ->
          new Signal(
              instrument(),
              nanos(),
              nanos(),
              random.nextGaussian(),
              doubles(),
              text(),
              coordinates());
      case "StrategyJournalEntry" ->
          new StrategyJournalEntry(
              instrument(), new StrategyId(name()), coordinates(), observation());
      case "OrderIntent" -> intent();
      case "JournalEntry" -> journalEntry();
      case "Decision" -> decision();
      case "OrderCommand" ->
          new OrderCommand(
              new IntentId(name()),
              new AccountId(name()),
              new StrategyId(name()),
              instrument(),
              action(),
              nanos(),
              nanos(),
              nanos(),
              random.nextLong(),
              maybe(this::price));
      case "AccountSnapshot" -> snapshot();
      case "ClaimEntry" -> claim();
      case "OrderEvent" -> orderEvent();
      case "VenueStatement" -> statement();
      case "ControlCommand" -> control();
      case "RiskLimits" -> limits();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private <T> T maybe(Supplier<T> value) {
    return random.nextInt(3) == 0 ? null : value.get();
  }

  private <T> List<T> list(Supplier<T> value) {
    List<T> values = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      values.add(value.get());
    }
    return values;
  }

  private <E> E any(E[] values, int from) {
    return values[from + random.nextInt(values.length - from)];
  }

  long raw() {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> Long.MAX_VALUE;
      case 2 -> Long.MIN_VALUE;
      case 3 -> random.nextInt(512) - 256;
      default -> random.nextLong() >> random.nextInt(64);
    };
  }

  private long nanos() {
    return random.nextInt(5) == 0 ? -random.nextInt(10_000) : random.nextLong() >>> 1;
  }

  private String text() {
    return switch (random.nextInt(5)) {
      case 0 -> "";
      case 1 -> "Zürich–€\uD83D\uDE00";
      case 2 -> "x".repeat(random.nextInt(300));
      default -> Long.toHexString(random.nextLong());
    };
  }

  private String name() {
    return "n" + Long.toHexString(random.nextLong());
  }

  private List<Double> doubles() {
    return list(() -> Double.longBitsToDouble(random.nextLong() & 0x7FEFFFFFFFFFFFFFL));
  }

  private Price price() {
    return new Price(raw());
  }

  private Quantity quantity() {
    return new Quantity(raw());
  }

  private Money money() {
    return new Money(raw());
  }

  private InstrumentId instrument() {
    return InstrumentId.of("KRAKEN", random.nextBoolean() ? "BTC/USDT" : name());
  }

  private Coordinates coordinates() {
    return new Coordinates(name(), random.nextInt(100), random.nextLong() >>> 1);
  }

  MarketEvent marketEvent() {
    long id = random.nextBoolean() ? MarketEvent.NO_VENUE_ID : random.nextLong() >>> 1;
    return switch (random.nextInt(11)) {
      case 0 ->
          new MarketEvent.Quote(
              instrument(), nanos(), nanos(), id, price(), quantity(), price(), quantity());
      case 1 ->
          new MarketEvent.Trade(
              instrument(),
              nanos(),
              nanos(),
              id,
              price(),
              quantity(),
              any(AggressorSide.values(), 0));
      case 2 ->
          new MarketEvent.BookChange(
              instrument(),
              nanos(),
              nanos(),
              random.nextBoolean(),
              list(() -> new MarketEvent.Level(price(), quantity())),
              list(() -> new MarketEvent.Level(price(), quantity())),
              maybe(random::nextLong));
      case 3 ->
          new MarketEvent.TradingStatusChange(
              instrument(), nanos(), nanos(), any(TradingStatus.values(), 0), text());
      case 4 ->
          new MarketEvent.Bar(
              instrument(),
              nanos(),
              nanos(),
              random.nextInt(100_000),
              any(BarState.values(), 0),
              price(),
              price(),
              price(),
              price(),
              quantity(),
              maybe(this::price),
              maybe(random::nextLong));
      case 5 ->
          new MarketEvent.TradeCorrection(
              instrument(),
              nanos(),
              nanos(),
              id,
              maybe(random::nextLong),
              price(),
              quantity(),
              price(),
              quantity());
      case 6 ->
          new MarketEvent.TradeCancel(
              instrument(), nanos(), nanos(), id, price(), quantity(), text());
      case 7 -> new MarketEvent.PriceBand(instrument(), nanos(), nanos(), price(), price(), text());
      case 8 -> new MarketEvent.Imbalance(instrument(), nanos(), nanos(), price());
      case 9 ->
          new MarketEvent.OrdersChange(
              instrument(),
              nanos(),
              nanos(),
              random.nextBoolean(),
              list(this::bookOrder),
              list(this::bookOrder),
              maybe(random::nextLong));
      default ->
          new MarketEvent.FeedStatusChange(
              instrument(), nanos(), nanos(), any(FeedStatus.values(), 0), text());
    };
  }

  private MarketEvent.BookOrder bookOrder() {
    return new MarketEvent.BookOrder(
        any(OrderChangeKind.values(), 0), name(), price(), quantity(), nanos());
  }

  Mark mark() {
    return new Mark(
        instrument(),
        maybe(this::price),
        maybe(this::price),
        maybe(this::price),
        nanos(),
        nanos(),
        coordinates(),
        any(FeedStatus.values(), 0),
        any(TradingStatus.values(), 0));
  }

  private StrategyObservation observation() {
    AccountId account = new AccountId(name());
    return switch (random.nextInt(4)) {
      case 0 ->
          new StrategyObservation.PositionSeen(
              account, quantity(), random.nextLong(), coordinates(), maybe(this::price));
      case 1 ->
          new StrategyObservation.OrderSeen(
              account,
              new IntentId(name()),
              any(OrderEventKind.values(), 0),
              coordinates(),
              maybe(this::quantity));
      case 2 ->
          new StrategyObservation.ControlSeen(
              account, any(TradingState.values(), 0), coordinates());
      default -> new StrategyObservation.ModelSwitched(text(), coordinates());
    };
  }

  private OrderAction action() {
    return switch (random.nextInt(3)) {
      case 0 ->
          new OrderAction.Submit(
              new OrderTerms(
                  any(Side.values(), 0),
                  any(OrderType.values(), 0),
                  quantity(),
                  maybe(this::price),
                  maybe(this::price),
                  any(TimeInForce.values(), 0),
                  random.nextBoolean(),
                  random.nextBoolean()));
      case 1 -> new OrderAction.Cancel(new IntentId(name()));
      default -> new OrderAction.Replace(new IntentId(name()), quantity(), maybe(this::price));
    };
  }

  private OrderIntent intent() {
    return new OrderIntent(
        new IntentId(name()),
        new AccountId(name()),
        new StrategyId(name()),
        instrument(),
        action(),
        nanos(),
        nanos(),
        nanos(),
        new Evidence(
            coordinates(),
            text(),
            random.nextDouble(),
            doubles(),
            quantity(),
            maybe(this::coordinates)));
  }

  private OrderEvent orderEvent() {
    OrderEventKind kind = any(OrderEventKind.values(), 1);
    return new OrderEvent(
        new AccountId(name()),
        maybe(() -> new IntentId(name())),
        instrument(),
        kind,
        maybe(() -> new ClientOrderId(name())),
        maybe(() -> new VenueOrderId(name())),
        nanos(),
        nanos(),
        EXECUTIONS.contains(kind) ? execution() : null,
        maybe(this::quantity),
        maybe(this::quantity),
        maybe(this::price),
        text(),
        kind == OrderEventKind.TRADE_CORRECTED ? execution() : null);
  }

  private Execution execution() {
    return new Execution(
        new ExecutionId(name()),
        any(Side.values(), 0),
        quantity(),
        price(),
        money(),
        text(),
        random.nextBoolean());
  }

  private ControlCommand control() {
    return new ControlCommand(
        name(),
        maybe(() -> new AccountId(name())),
        any(ControlAction.values(), 1),
        maybe(this::instrument),
        text(),
        text(),
        nanos(),
        maybe(() -> new StrategyId(name())),
        maybe(this::money),
        maybe(this::text),
        maybe(this::text));
  }

  private RiskLimits limits() {
    TreeMap<String, Long> values = new TreeMap<>();
    list(this::name).forEach(name -> values.put(name, raw()));
    TreeMap<String, String> settings = new TreeMap<>();
    list(this::name).forEach(name -> settings.put(name, text()));
    return new RiskLimits(
        name(), random.nextLong(), text(), text(), text(), nanos(), values, settings);
  }

  JournalEntry journalEntry() {
    JournalEvent event =
        switch (random.nextInt(8)) {
          case 0 -> new JournalEvent.IntentReceived(intent());
          case 1 -> new JournalEvent.OrderEventReceived(orderEvent());
          case 2 -> new JournalEvent.ControlReceived(control());
          case 3 -> new JournalEvent.MarksObserved(list(this::mark));
          case 4 -> new JournalEvent.LimitsObserved(limits());
          case 5 -> new JournalEvent.ClockTicked(text());
          case 6 -> new JournalEvent.LagObserved(random.nextLong());
          default -> new JournalEvent.PoisonReceived(text(), text());
        };
    return new JournalEntry(
        random.nextLong(),
        maybe(() -> new AccountId(name())),
        random.nextLong(),
        maybe(this::coordinates),
        nanos(),
        event);
  }

  private Decision decision() {
    return new Decision(
        new IntentId(name()),
        new AccountId(name()),
        new StrategyId(name()),
        instrument(),
        action(),
        random.nextBoolean(),
        random.nextLong(),
        random.nextLong(),
        nanos(),
        list(() -> check()),
        maybe(this::price),
        maybe(this::coordinates),
        random.nextLong(),
        text(),
        coordinates(),
        text(),
        maybe(
            () ->
                new Decision.ShadowVerdict(
                    random.nextLong(),
                    random.nextBoolean(),
                    list(() -> any(CheckCode.values(), 0)))));
  }

  private CheckResult check() {
    CheckCode code = any(CheckCode.values(), 0);
    long observed = raw() / 2;
    long limit = raw() / 2;
    return switch (random.nextInt(4)) {
      case 0 -> CheckResult.of(code, random.nextBoolean(), text());
      case 1 -> CheckResult.unlimited(code, observed, text());
      case 2 -> CheckResult.atMost(code, observed, limit, text());
      default -> CheckResult.atLeast(code, observed, limit, text());
    };
  }

  private AccountSnapshot snapshot() {
    return new AccountSnapshot(
        new AccountId(name()),
        random.nextLong(),
        random.nextLong(),
        nanos(),
        any(TradingState.values(), 0),
        random.nextBoolean(),
        money(),
        money(),
        money(),
        money(),
        money(),
        list(
            () ->
                new AccountSnapshot.PositionLine(
                    instrument(), quantity(), price(), maybe(this::price), money(), money())),
        list(
            () ->
                new AccountSnapshot.WorkingLine(
                    new IntentId(name()),
                    instrument(),
                    any(Side.values(), 0),
                    quantity(),
                    price())),
        text(),
        maybe(
            () ->
                new AccountSnapshot.Figures(
                    money(),
                    money(),
                    money(),
                    money(),
                    money(),
                    random.nextLong(),
                    random.nextLong(),
                    random.nextBoolean(),
                    text(),
                    list(() -> new StrategyId(name())))));
  }

  private ClaimEntry claim() {
    return new ClaimEntry(
        new IntentId(name()),
        new AccountId(name()),
        instrument(),
        action(),
        any(ClaimState.values(), 0),
        new ClientOrderId(name()),
        random.nextInt(),
        nanos(),
        nanos(),
        text(),
        maybe(() -> new VenueOrderId(name())),
        text(),
        coordinates());
  }

  private VenueStatement statement() {
    return new VenueStatement(
        new AccountId(name()),
        text(),
        nanos(),
        list(() -> new VenueStatement.Balance(text(), quantity())),
        list(
            () ->
                new VenueStatement.WorkingOrder(
                    new VenueOrderId(name()),
                    maybe(() -> new ClientOrderId(name())),
                    instrument(),
                    any(Side.values(), 0),
                    quantity(),
                    maybe(this::price))));
  }
}
