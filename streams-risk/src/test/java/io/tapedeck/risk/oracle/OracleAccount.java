package io.tapedeck.risk.oracle;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.Side;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** One account of the oracle: books by cost basis. */
final class OracleAccount {
  /** A position; quantity and cost have the same sign. */
  static final class Book {
    BigDecimal quantity = BigDecimal.ZERO;
    BigDecimal cost = BigDecimal.ZERO;
    BigDecimal realised = BigDecimal.ZERO;
    BigDecimal cash = BigDecimal.ZERO;

    void trade(BigDecimal signed, BigDecimal price) {
      cash = cash.subtract(signed.multiply(price));
      if (quantity.signum() * signed.signum() < 0) {
        BigDecimal closed = signed.abs().min(quantity.abs());
        BigDecimal left = quantity.abs().subtract(closed);
        BigDecimal kept = cost.multiply(left).divide(quantity.abs(), 9, RoundingMode.HALF_EVEN);
        BigDecimal released = cost.subtract(kept);
        BigDecimal proceeds = closed.multiply(price).multiply(sign(quantity));
        realised = realised.add(proceeds).subtract(released);
        cost = cost.subtract(released);
        quantity = quantity.subtract(closed.multiply(sign(quantity)));
        signed = signed.subtract(closed.multiply(sign(signed)));
      }
      quantity = quantity.add(signed);
      cost = cost.add(signed.multiply(price));
    }

    private static BigDecimal sign(BigDecimal value) {
      return BigDecimal.valueOf(value.signum());
    }
  }

  /** An order that may still execute. */
  static final class Order {
    final InstrumentId instrument;
    final Side side;
    BigDecimal total;
    BigDecimal filled = BigDecimal.ZERO;
    BigDecimal asked;
    BigDecimal price;

    Order(InstrumentId instrument, Side side, BigDecimal total, BigDecimal price) {
      this.instrument = instrument;
      this.side = side;
      this.total = total;
      this.asked = total;
      this.price = price;
    }

    /** What may still execute, a change on its way counted at its worse. */
    BigDecimal leaves() {
      return total.max(asked).subtract(filled).max(BigDecimal.ZERO);
    }
  }

  final Map<InstrumentId, Book> books = new HashMap<>();
  final Map<String, Order> working = new LinkedHashMap<>();
  final Set<String> intents = new HashSet<>();
  final Set<String> executions = new HashSet<>();
  BigDecimal fees = BigDecimal.ZERO;
  BigDecimal dayStart = BigDecimal.ZERO;
  TradingState state = TradingState.ACTIVE;
  boolean quarantined;

  Book book(InstrumentId instrument) {
    return books.computeIfAbsent(instrument, i -> new Book());
  }

  BigDecimal realised() {
    return books.values().stream().map(b -> b.realised).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Realised and unrealised, fees taken off, since the first entry. */
  BigDecimal total(Map<InstrumentId, BigDecimal> marks) {
    BigDecimal total = realised().subtract(fees);
    for (Map.Entry<InstrumentId, Book> held : books.entrySet()) {
      BigDecimal mark = marks.get(held.getKey());
      if (mark != null) {
        Book book = held.getValue();
        total = total.add(book.quantity.multiply(mark)).subtract(book.cost);
      }
    }
    return total;
  }

  BigDecimal workingLeaves(InstrumentId instrument, Side side, String except) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<String, Order> each : working.entrySet()) {
      Order order = each.getValue();
      if (order.instrument.equals(instrument)
          && order.side == side
          && !each.getKey().equals(except)) {
        sum = sum.add(order.leaves());
      }
    }
    return sum;
  }

  void apply(OrderEvent event) {
    String intent = event.intent() == null ? "" : event.intent().value();
    switch (event.kind()) {
      case FILLED -> fill(event, intent);
      case REJECTED, CANCELED, EXPIRED -> working.remove(intent);
      case REPLACED -> {
        Order order = working.get(intent);
        if (order != null) {
          order.total = decimal(event.quantity().raw());
          order.asked = order.total;
          end(intent, order);
        }
      }
      case REPLACE_REJECTED -> {
        Order order = working.get(intent);
        if (order != null) {
          order.asked = order.total;
          end(intent, order);
        }
      }
      default -> {}
    }
  }

  private void fill(OrderEvent event, String intent) {
    Execution execution = event.execution();
    if (!executions.add(execution.id().value())) {
      return;
    }
    BigDecimal quantity = decimal(execution.quantity().raw());
    BigDecimal signed = quantity.multiply(BigDecimal.valueOf(execution.side().sign()));
    book(event.instrument()).trade(signed, decimal(execution.price().raw()));
    fees = fees.add(decimal(execution.fee().raw()));
    Order order = working.get(intent);
    if (order != null) {
      order.filled = order.filled.add(quantity);
      end(intent, order);
    }
  }

  private void end(String intent, Order order) {
    if (order.leaves().signum() == 0) {
      working.remove(intent);
    }
  }

  static BigDecimal decimal(long raw) {
    return BigDecimal.valueOf(raw, 9);
  }
}
