package io.tapedeck.executor.venue;

import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.VenueStatement.Balance;
import io.tapedeck.executor.core.SendOutcome;
import io.tapedeck.executor.core.VenueFill;
import io.tapedeck.executor.core.VenueOrder;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One account at one venue. All calls block, within a total deadline of the adapter's, and are made
 * by one thread at a time. What changes something is sent once at most, never repeated; it never
 * throws, since every failure is an outcome. What only reads may be repeated inside, and throws
 * {@link VenueUnavailableException} when the venue gave no usable answer.
 */
public interface OrderGateway extends AutoCloseable {
  /** The venue's name as in instruments, upper case. */
  String venue();

  /**
   * Whether the credentials may do what the executor does, and what account they are of. Places and
   * changes nothing.
   *
   * @throws VenueUnavailableException if the venue gives no usable answer
   */
  Preflight preflight();

  /**
   * A new order.
   *
   * @param deadlineNanos wall clock after which the venue must not take it
   */
  SendOutcome submit(
      InstrumentId instrument, OrderTerms terms, ClientOrderId clientOrderId, long deadlineNanos);

  /**
   * Changes size and price of a working order in place.
   *
   * @param quantity the new total
   * @param limitPrice the new limit, null to keep it
   */
  SendOutcome amend(
      ClientOrderId clientOrderId,
      Quantity quantity,
      @Nullable Price limitPrice,
      long deadlineNanos);

  /** Cancels a working order. */
  SendOutcome cancel(ClientOrderId clientOrderId);

  /** Cancels every working order of the account, ours or not. */
  SendOutcome cancelAll();

  /**
   * Asks the venue to cancel all orders of the account if it is not asked again in time. Does
   * nothing where the venue has no such switch.
   *
   * @param after whole seconds; zero disarms it
   * @throws VenueUnavailableException if the venue gives no usable answer
   */
  void deadMansSwitch(Duration after);

  /** The order of that id, working or ended; null if the venue has none. */
  @Nullable VenueOrder findByClientOrderId(ClientOrderId clientOrderId);

  /** All working orders of the account, ours or not. */
  List<VenueOrder> openOrders();

  /** These orders as they stand, with the ids of their executions. */
  List<VenueOrder> orders(Collection<VenueOrderId> ids);

  /** All executions of the account since then, oldest first or not. */
  List<VenueFill> fillsSince(long epochNanos);

  /** These executions. */
  List<VenueFill> fills(Collection<ExecutionId> ids);

  /** Holdings, by the venue's names of assets. */
  List<Balance> balances();

  /**
   * Starts the stream of executions; it reconnects by itself until {@link #close}. The listener is
   * called on the adapter's threads.
   */
  void stream(ExecutionListener listener);

  /** Ends the stream and all connections. */
  @Override
  void close();
}
