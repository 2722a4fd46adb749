package io.tapedeck.replay.venue;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEvent.TradingStatusChange;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderAction.Replace;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.order.TimeInForce;
import io.tapedeck.executor.core.SendOutcome;
import io.tapedeck.executor.core.SendOutcome.Accepted;
import io.tapedeck.executor.core.SendOutcome.Rejected;
import io.tapedeck.executor.core.VenueFill;
import io.tapedeck.executor.core.VenueOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Orders against the market that the tape shows; they change nothing in it. The rules, in short:
 *
 * <ol>
 *   <li>an order that arrives first takes what is displayed within its limit, at the prices
 *       displayed
 *   <li>a market order goes on beyond it, in slices that become worse and worse, until it is whole
 *   <li>the rest of a limit order rests, behind what is displayed at its price
 *   <li>it fills as maker at its own limit: when the other side comes to its price; when a trade
 *       passes it by; when trades at its price have used up what stood before it
 *   <li>at an opening (the first price after a halt or a long silence) it fills at that price, if
 *       that is better than its limit
 * </ol>
 *
 * What happens is told to the listener at once; latency is not this class's business. For one
 * thread.
 */
public final class SimulatedVenue {
  private static final int SLICES = 20;
  private static final long BASIS_POINTS = 10_000;
  private static final Rejected UNKNOWN_ORDER = new Rejected("Unknown order");

  private final FillRules rules;
  private final Listener listener;
  private final FeeBook fees;
  private final Map<InstrumentId, Book> books = new HashMap<>();
  private final Map<VenueOrderId, Open> open = new HashMap<>();
  private long orders;
  private long executions;

  /** Hears what the venue would report. */
  public interface Listener {
    /** An execution. */
    void filled(AccountId account, VenueFill fill);

    /** An order ended without being filled whole. */
    void ended(VenueOrder order);
  }

  private record Open(Book book, RestingOrder order) {}

  /** A venue without orders. */
  public SimulatedVenue(FillRules rules, Listener listener) {
    this.rules = rules;
    this.listener = listener;
    this.fees = new FeeBook(rules.fees());
  }

  /** The market of an instrument, for {@link #quote}, {@link #trade} and {@link #other}. */
  public Book book(InstrumentId instrument) {
    return books.computeIfAbsent(instrument, Book::new);
  }

  /** A quote of the tape. */
  public void quote(Book book, long nanos, long bid, long bidSize, long ask, long askSize) {
    boolean opens = book.opens(nanos, rules.openAfterNanos());
    if (bid <= 0 || ask <= 0) {
      return; // no market, as in the features
    }
    book.quote(bid, bidSize, ask, askSize);
    if (book.empty() || book.closed) {
      return;
    }
    for (RestingOrder order : List.copyOf(book.resting)) {
      shown(book, order);
      long opposite = book.opposite(order.side);
      long quantity = Math.min(order.remaining(), book.oppositeSize(order.side));
      if (order.takes(opposite) && quantity > 0) {
        book.take(order.side, quantity);
        fillResting(book, order, quantity, opens ? opposite : order.limit, !opens, nanos);
      }
    }
  }

  /** What stands before an order is never more than what is displayed at its price. */
  private static void shown(Book book, RestingOrder order) {
    long own = book.own(order.side);
    if (own == order.limit) {
      long displayed = book.ownSize(order.side);
      order.ahead = order.ahead < 0 ? displayed : Math.min(order.ahead, displayed);
    } else if (order.passedBy(own)) {
      order.ahead = 0;
    }
  }

  /** A trade of the tape. */
  public void trade(Book book, long nanos, long price, long size, AggressorSide aggressor) {
    boolean opens = book.opens(nanos, rules.openAfterNanos());
    if (book.empty() || book.closed || price <= 0) {
      return;
    }
    long left = size;
    for (RestingOrder order : List.copyOf(book.resting)) {
      if (left <= 0) {
        return;
      }
      boolean against =
          aggressor == (order.side == Side.BUY ? AggressorSide.SELL : AggressorSide.BUY);
      if (order.passedBy(price) && (against || opens)) {
        long quantity = Math.min(order.remaining(), left);
        left -= quantity;
        fillResting(book, order, quantity, opens ? price : order.limit, !opens, nanos);
      } else if (price == order.limit && against && order.ahead >= 0) {
        long before = Math.min(order.ahead, left);
        order.ahead -= before;
        left -= before;
        long quantity = Math.min(order.remaining(), left);
        if (quantity > 0) {
          left -= quantity;
          fillResting(book, order, quantity, order.limit, true, nanos);
        }
      }
    }
  }

  /** Anything else of the tape: only whether the instrument trades concerns orders. */
  public void other(Book book, MarketEvent event) {
    if (event instanceof TradingStatusChange change) {
      book.status(change.status());
    }
  }

  private void fillResting(
      Book book, RestingOrder order, long quantity, long price, boolean maker, long nanos) {
    execute(book, order, price, quantity, maker, nanos);
    if (order.remaining() == 0) {
      book.resting.remove(order);
      open.remove(order.id);
    }
  }

  /** A new order arrives. */
  public SendOutcome submit(
      AccountId account,
      ClientOrderId clientId,
      InstrumentId instrument,
      OrderTerms terms,
      long nanos) {
    Book book = book(instrument);
    String refusal = refusal(book, terms);
    if (refusal != null) {
      return new Rejected(refusal);
    }
    Price limitPrice = terms.limitPrice();
    RestingOrder order =
        new RestingOrder(
            new VenueOrderId("B" + ++orders),
            clientId,
            account,
            terms.side(),
            limitPrice == null ? 0 : limitPrice.raw(),
            terms.quantity().raw(),
            terms.postOnly());
    if (terms.type() == OrderType.MARKET) {
      market(book, order, nanos);
    } else {
      limit(book, order, terms.timeInForce(), nanos);
    }
    return new Accepted(order.id);
  }

  private static @Nullable String refusal(Book book, OrderTerms terms) {
    if (terms.type() != OrderType.MARKET && terms.type() != OrderType.LIMIT) {
      return "Orders of type " + terms.type() + " are not simulated";
    }
    if (book.closed) {
      return "Market is halted";
    }
    if (!book.quoted()) {
      return "No market: nothing was quoted yet";
    }
    Price limit = terms.limitPrice();
    if (terms.postOnly() && limit != null && takes(book, terms.side(), limit.raw())) {
      return "Post only order would take";
    }
    return null;
  }

  private static boolean takes(Book book, Side side, long limit) {
    return side == Side.BUY ? book.ask <= limit : book.bid >= limit;
  }

  /** Until it is whole: what is displayed, then slices of that size, each worse than the last. */
  private void market(Book book, RestingOrder order, long nanos) {
    long price = book.opposite(order.side);
    long slice = Math.max(1, book.oppositeSize(order.side));
    take(book, order, nanos);
    long step = step(price);
    for (int i = 1; order.remaining() > 0; i++) {
      price = order.side == Side.BUY ? price + step : Math.max(1, price - step);
      long quantity = i == SLICES ? order.remaining() : Math.min(order.remaining(), slice);
      execute(book, order, price, quantity, false, nanos);
    }
  }

  /** A slice's distance from the one before, on the decimal place of the price displayed. */
  private long step(long price) {
    long distance = Math.max(1, price / BASIS_POINTS * rules.beyondBps());
    long place = 1;
    while (place * 10 <= distance && price % (place * 10) == 0) {
      place *= 10;
    }
    return distance / place * place;
  }

  private void limit(Book book, RestingOrder order, TimeInForce timeInForce, long nanos) {
    boolean takes = takes(book, order.side, order.limit);
    long displayed = takes ? book.oppositeSize(order.side) : 0;
    if (timeInForce == TimeInForce.FOK && displayed < order.remaining()) {
      end(book, order, "Fill or kill", nanos);
      return;
    }
    if (takes) {
      take(book, order, nanos);
    }
    if (order.remaining() == 0) {
      return;
    }
    if (timeInForce == TimeInForce.IOC) {
      end(book, order, "Immediate or cancel", nanos);
    } else {
      rest(book, order);
    }
  }

  private void take(Book book, RestingOrder order, long nanos) {
    long quantity = Math.min(order.remaining(), book.oppositeSize(order.side));
    if (quantity > 0) {
      book.take(order.side, quantity);
      execute(book, order, book.opposite(order.side), quantity, false, nanos);
    }
  }

  private void rest(Book book, RestingOrder order) {
    order.ahead = rules.queue() == FillRules.Queue.FRONT ? 0 : RestingOrder.UNKNOWN;
    shown(book, order);
    book.rest(order);
    open.put(order.id, new Open(book, order));
  }

  /** A cancel arrives. */
  public SendOutcome cancel(VenueOrderId target, long nanos) {
    Open found = open.remove(target);
    if (found == null) {
      return UNKNOWN_ORDER;
    }
    found.book.resting.remove(found.order);
    end(found.book, found.order, "Cancelled by us", nanos);
    return new Accepted(null);
  }

  /** A change of an order in place arrives; with another price, or more, it goes to the back. */
  public SendOutcome replace(VenueOrderId target, Replace wanted, long nanos) {
    Open found = open.get(target);
    if (found == null) {
      return UNKNOWN_ORDER;
    }
    Book book = found.book;
    RestingOrder order = found.order;
    long limit = wanted.limitPrice() == null ? order.limit : wanted.limitPrice().raw();
    long quantity = wanted.quantity().raw();
    if (quantity <= order.filled) {
      return new Rejected("Quantity is not above what is filled");
    }
    if (book.closed) {
      return new Rejected("Market is halted");
    }
    if (order.postOnly && takes(book, order.side, limit)) {
      return new Rejected("Post only order would take");
    }
    boolean keepsPlace = limit == order.limit && quantity <= order.quantity;
    order.limit = limit;
    order.quantity = quantity;
    if (!keepsPlace) {
      book.resting.remove(order);
      open.remove(order.id);
      limit(book, order, TimeInForce.GTC, nanos);
    }
    return new Accepted(null);
  }

  private void execute(
      Book book, RestingOrder order, long price, long quantity, boolean maker, long nanos) {
    order.filled += quantity;
    long value = FixedPoint.multiply(price, quantity);
    Execution execution =
        new Execution(
            new ExecutionId("X" + ++executions),
            order.side,
            new Quantity(quantity),
            new Price(price),
            new Money(fees.fee(order.account, value, maker, nanos)),
            "",
            maker);
    listener.filled(
        order.account, new VenueFill(order.id, order.clientId, book.instrument, execution, nanos));
  }

  private void end(Book book, RestingOrder order, String reason, long nanos) {
    listener.ended(
        new VenueOrder(
            order.id,
            order.clientId,
            book.instrument,
            order.side,
            VenueOrder.Status.CANCELED,
            new Quantity(order.quantity),
            new Price(order.limit),
            new Quantity(order.filled),
            reason,
            nanos,
            List.of()));
  }
}
