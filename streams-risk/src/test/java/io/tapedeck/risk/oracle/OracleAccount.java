package io.tapedeck.risk.oracle;

import static io.tapedeck.risk.oracle.RiskOracle.product;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** One account of the oracle: books by cost basis, orders, and what is remembered of them. */
final class OracleAccount {
  private static final int EXECUTIONS = 64;

  /** A position; quantity and cost have the same sign. */
  static final class Book {
    BigDecimal quantity = BigDecimal.ZERO;
    BigDecimal cost = BigDecimal.ZERO;
    BigDecimal realised = BigDecimal.ZERO;
    BigDecimal tripBegan = BigDecimal.ZERO;

    /** Trades; returns what a round trip that ended came to, null if none did. */
    BigDecimal trade(BigDecimal signed, BigDecimal price) {
      BigDecimal result = null;
      BigDecimal rest = signed;
      if (quantity.signum() * signed.signum() < 0) {
        BigDecimal closed = signed.abs().min(quantity.abs());
        BigDecimal left = quantity.abs().subtract(closed);
        BigDecimal kept = cost.multiply(left).divide(quantity.abs(), 9, RoundingMode.HALF_EVEN);
        BigDecimal received = product(closed, price).multiply(sign(quantity));
        realised = realised.add(received).subtract(cost.subtract(kept));
        cost = kept;
        rest = signed.subtract(closed.multiply(sign(signed)));
        quantity = quantity.subtract(closed.multiply(sign(quantity)));
        if (quantity.signum() == 0) {
          result = realised.subtract(tripBegan);
          tripBegan = realised;
        }
      }
      quantity = quantity.add(rest);
      cost = cost.add(product(rest, price));
      return result;
    }

    private static BigDecimal sign(BigDecimal value) {
      return BigDecimal.valueOf(value.signum());
    }
  }

  /** An order that may still execute. */
  static final class Order {
    final InstrumentId instrument;
    final Side side;
    final OrderType type;
    BigDecimal total;
    BigDecimal filled = BigDecimal.ZERO;
    BigDecimal limit;
    BigDecimal price;
    int replaces;
    BigDecimal asked;
    BigDecimal askedPrice;

    Order(
        InstrumentId instrument,
        Side side,
        OrderType type,
        BigDecimal total,
        BigDecimal limit,
        BigDecimal price) {
      this.instrument = instrument;
      this.side = side;
      this.type = type;
      this.total = total;
      this.limit = limit;
      this.price = price;
      settle();
    }

    /** What may still execute, a change on its way counted at its worse. */
    BigDecimal leaves() {
      return total.max(asked).subtract(filled).max(BigDecimal.ZERO);
    }

    BigDecimal countsAt() {
      return price.max(askedPrice);
    }

    boolean waitsForStop() {
      return type != OrderType.MARKET && type != OrderType.LIMIT;
    }

    void ask(BigDecimal quantity, BigDecimal newLimit) {
      replaces++;
      asked = asked.max(quantity);
      askedPrice = newLimit == null ? countsAt() : askedPrice.max(newLimit);
    }

    void replaced(BigDecimal quantity, BigDecimal newLimit) {
      total = quantity;
      price = newLimit == null ? countsAt() : price.max(newLimit);
      limit = newLimit == null ? limit : newLimit;
      answered();
    }

    void answered() {
      replaces = Math.max(0, replaces - 1);
      if (replaces == 0) {
        settle();
      }
    }

    private void settle() {
      asked = BigDecimal.ZERO;
      askedPrice = BigDecimal.ZERO;
    }
  }

  /** What makes orders equal. */
  record Kind(String strategy, InstrumentId instrument, Side side, BigDecimal quantity) {}

  /** What is remembered of equal orders. */
  static final class Equals {
    long first;
    long last;
    int count;
    BigDecimal lastLimit;
  }

  final AccountId id;
  final Map<InstrumentId, Book> books = new TreeMap<>();
  final Map<String, Order> working = new LinkedHashMap<>();
  final Map<String, Long> intents = new LinkedHashMap<>();
  final Map<Kind, Equals> equals = new LinkedHashMap<>();
  final TreeSet<String> disabled = new TreeSet<>();
  final Map<InstrumentId, Integer> closings = new TreeMap<>();
  final Map<String, BigDecimal> fees = new TreeMap<>();
  final OracleBreaker breaker = new OracleBreaker();
  private final List<String> executions = new ArrayList<>();
  BigDecimal deposits = BigDecimal.ZERO;
  BigDecimal dayBase = BigDecimal.ZERO;
  BigDecimal weekBase = BigDecimal.ZERO;
  BigDecimal monthBase = BigDecimal.ZERO;
  BigDecimal peak;
  BigDecimal tokens;
  long tokensAt;
  int trades;
  int losses;
  TradingState state = TradingState.ACTIVE;
  boolean quarantined;

  OracleAccount(AccountId id) {
    this.id = id;
  }

  Book book(InstrumentId instrument) {
    return books.computeIfAbsent(instrument, i -> new Book());
  }

  BigDecimal held(InstrumentId instrument) {
    Book book = books.get(instrument);
    return book == null ? BigDecimal.ZERO : book.quantity;
  }

  BigDecimal leaves(InstrumentId instrument, Side side, Order except) {
    return working.values().stream()
        .filter(o -> o != except && o.side == side && o.instrument.equals(instrument))
        .map(Order::leaves)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  boolean works(InstrumentId instrument) {
    return working.values().stream().anyMatch(o -> o.instrument.equals(instrument));
  }

  void apply(OrderEvent event) {
    String intent = event.intent() == null ? "" : event.intent().value();
    Order order = working.get(intent);
    switch (event.kind()) {
      case FILLED -> {
        if (once(event.execution())) {
          book(event.instrument(), event.execution(), 1);
          if (order != null) {
            order.filled = order.filled.add(decimal(event.execution().quantity().raw()));
          }
        }
      }
      case TRADE_CANCELED -> book(event.instrument(), event.execution(), -1);
      case TRADE_CORRECTED -> {
        book(event.instrument(), event.correctedExecution(), -1);
        book(event.instrument(), event.execution(), 1);
      }
      case REJECTED, CANCELED, EXPIRED -> working.remove(intent);
      case REPLACED -> {
        if (order != null) {
          order.replaced(
              decimal(event.quantity().raw()),
              event.limitPrice() == null ? null : decimal(event.limitPrice().raw()));
        }
      }
      case REPLACE_REJECTED -> {
        if (order != null) {
          order.answered();
        }
      }
      default -> {}
    }
    boolean nothingLeft = event.leaves() != null && event.leaves().isZero();
    if (order != null && (nothingLeft || order.leaves().signum() == 0)) {
      working.remove(intent);
    }
  }

  private boolean once(Execution execution) {
    if (executions.contains(execution.id().value())) {
      return false;
    }
    executions.add(execution.id().value());
    if (executions.size() > EXECUTIONS) {
      executions.remove(0);
    }
    return true;
  }

  /** Books an execution, or with -1 its opposite. */
  private void book(InstrumentId instrument, Execution execution, int direction) {
    BigDecimal price = decimal(execution.price().raw());
    BigDecimal sign = BigDecimal.valueOf((long) execution.side().sign() * direction);
    BigDecimal result =
        book(instrument).trade(decimal(execution.quantity().raw()).multiply(sign), price);
    if (result != null) {
      losses = result.signum() < 0 ? losses + 1 : result.signum() > 0 ? 0 : losses;
    }
    BigDecimal fee = decimal(execution.fee().raw());
    String currency = execution.feeCurrency();
    String symbol = instrument.symbol();
    if (symbol.contains("/") && currency.equals(symbol.substring(0, symbol.indexOf('/')))) {
      fee = product(fee, price);
      currency = currency(instrument);
    }
    fees.merge(currency, fee.multiply(BigDecimal.valueOf(direction)), BigDecimal::add);
  }

  /** The currency that an instrument is priced in. */
  static String currency(InstrumentId instrument) {
    int slash = instrument.symbol().indexOf('/');
    return slash < 0 ? "USD" : instrument.symbol().substring(slash + 1);
  }

  static BigDecimal decimal(long raw) {
    return BigDecimal.valueOf(raw, 9);
  }
}
