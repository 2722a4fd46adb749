package io.tapedeck.executor.lane;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.VenueStatement;
import io.tapedeck.executor.core.VenueFill;
import io.tapedeck.executor.core.VenueOrder;
import io.tapedeck.executor.venue.OrderGateway;
import io.tapedeck.runtime.clock.EdgeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares the venue's books with ours and reports what we lack. Executions are found in two ways:
 * those since the last look, and by id those that the venue lists with our working orders; so none
 * is missed, however long the stream was away. Used by its lane's thread, but for {@link #demand}.
 */
final class Sweep {
  private static final long OVERLAP_NANOS = Duration.ofSeconds(30).toNanos();
  private static final int IDLE_FACTOR = 5;

  private final AccountId account;
  private final OrderGateway gateway;
  private final EdgeClock clock;
  private final Books books;
  private final Consumer<Report> inbox;
  private final AtomicBoolean demanded = new AtomicBoolean(true);
  private @Nullable Long sweptNanos;
  private int idleTurns;

  Sweep(
      AccountId account,
      OrderGateway gateway,
      EdgeClock clock,
      Books books,
      Consumer<Report> inbox) {
    this.account = account;
    this.gateway = gateway;
    this.clock = clock;
    this.books = books;
    this.inbox = inbox;
  }

  /** Asks for a look soon. */
  void demand() {
    demanded.set(true);
  }

  /** A look, unless there is nothing to see and the last one was not long ago. */
  void regular() {
    idleTurns++;
    if (demanded.get() || idleTurns >= IDLE_FACTOR || !books.working(account).isEmpty()) {
      look();
    }
  }

  /** A look if one was asked for. */
  void ifDemanded() {
    if (demanded.get()) {
      look();
    }
  }

  private void look() {
    demanded.set(false);
    idleTurns = 0;
    boolean done = false;
    try {
      compare();
      done = true;
    } finally {
      if (!done) {
        demanded.set(true);
      }
    }
  }

  private void compare() {
    long begin = clock.epochNanos();
    long from = sweptNanos == null ? books.missedSinceNanos(account) : sweptNanos;
    Set<ExecutionId> reported = new LinkedHashSet<>();
    List<VenueOrderId> working = books.working(account);
    Map<VenueOrderId, Quantity> known = new HashMap<>();
    working.forEach(id -> known.put(id, books.filled(id)));
    report(gateway.fillsSince(from - OVERLAP_NANOS), reported);
    if (working.isEmpty()) {
      sweptNanos = begin;
      return;
    }
    List<VenueOrder> orders = gateway.orders(working);
    // where a venue names no executions with its orders, one that its list shows late is found
    // because the window does not move on before the books agree
    boolean agree =
        orders.stream()
            .allMatch(
                order ->
                    !order.executions().isEmpty()
                        || order.filled().compareTo(known.getOrDefault(order.id(), order.filled()))
                            <= 0);
    sweptNanos = agree ? (Long) begin : (Long) from;
    Set<ExecutionId> missing = new LinkedHashSet<>();
    for (VenueOrder order : orders) {
      for (ExecutionId execution : order.executions()) {
        if (!reported.contains(execution) && !books.published(execution)) {
          missing.add(execution);
        }
      }
    }
    if (!missing.isEmpty()) {
      report(gateway.fills(missing), reported);
    }
    for (VenueOrder order : orders) {
      if (order.ended()) {
        inbox.accept(new Report.OfOrder(account, order, clock.epochNanos()));
      }
    }
  }

  private void report(List<VenueFill> fills, Set<ExecutionId> reported) {
    for (VenueFill fill : fills) {
      ExecutionId id = fill.execution().id();
      if (!books.published(id) && reported.add(id)) {
        inbox.accept(new Report.OfFill(account, fill, clock.epochNanos()));
      }
    }
  }

  /** What the venue says about the account. */
  void statement() {
    List<VenueStatement.WorkingOrder> working = new ArrayList<>();
    for (VenueOrder order : gateway.openOrders()) {
      if (order.instrument() != null && order.side() != null && order.quantity() != null) {
        working.add(
            new VenueStatement.WorkingOrder(
                order.id(),
                order.clientOrderId(),
                order.instrument(),
                order.side(),
                order.quantity().minus(order.filled()),
                order.limitPrice()));
      }
    }
    inbox.accept(
        new Report.OfStatement(
            new VenueStatement(
                account, gateway.venue(), clock.epochNanos(), gateway.balances(), working)));
  }
}
