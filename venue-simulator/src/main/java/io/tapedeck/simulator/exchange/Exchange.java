package io.tapedeck.simulator.exchange;

import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.simulator.exchange.OrderEvent.Kind;
import io.tapedeck.simulator.market.Market;
import io.tapedeck.simulator.market.Tick;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Accounts, orders and matching. One monitor guards all of it, the played market included. What a
 * method returns may be shown to the outside only after {@link #awaitSynced}.
 */
public final class Exchange implements AutoCloseable {
  private final Market market;
  private final Fees fees;
  private final Uniqueness uniqueness;
  private final LongSupplier wallClockNs;
  private final ExchangeListener listener;
  private final Ledger ledger;
  private final VenueState state;
  private final Orders orders;
  private final Matching matching;
  private final Map<String, Long> cancelAllAtNs = new HashMap<>();

  /**
   * An exchange that goes on where its ledger ends.
   *
   * @param market the played market, changed only through {@link #onTick}
   * @param ledgerFile see the package documentation
   * @param openings starting balances by account and asset, for accounts the ledger does not know
   * @param fees rates
   * @param uniqueness of client order ids
   * @param wallClockNs epoch nanoseconds
   * @param listener told of every step after it is on disk
   */
  public Exchange(
      Market market,
      Path ledgerFile,
      Map<String, Map<String, Long>> openings,
      Fees fees,
      Uniqueness uniqueness,
      LongSupplier wallClockNs,
      ExchangeListener listener)
      throws IOException {
    this.market = market;
    this.fees = fees;
    this.uniqueness = uniqueness;
    this.wallClockNs = wallClockNs;
    this.listener = listener;
    this.state = new VenueState(market);
    this.orders = state.orders;
    this.ledger = new Ledger(ledgerFile, state::replay);
    this.matching = new Matching(state, market, fees, wallClockNs, ledger, listener);
    resume(openings);
  }

  private synchronized void resume(Map<String, Map<String, Long>> openings) {
    openings.forEach(
        (name, balances) -> {
          if (!state.accounts.containsKey(name)) {
            state.accounts.put(name, new Account(name, balances));
            ledger.append(LedgerLines.accountOpened(name, balances, wallClockNs.getAsLong()), null);
          }
        });
    List<Order> open = new ArrayList<>();
    orders.all().forEach(open::add);
    open.removeIf(order -> order.status() != OrderStatus.OPEN);
    open.sort((a, b) -> Long.compare(a.request().receivedNs(), b.request().receivedNs()));
    for (Order order : open) {
      if (order.request().type() == OrderType.LIMIT
          && order.request().timeInForce() != TimeInForce.IOC
          && order.request().timeInForce() != TimeInForce.FOK) {
        matching.rest(order);
      } else {
        // killed in the middle of an execution: what was not executed never will be
        matching.close(order, OrderStatus.CANCELED, "Venue restarted");
      }
    }
  }

  /** Checks a request without placing it. */
  public synchronized void check(OrderRequest request) throws RefusedException {
    Admission.check(request, market.pair(request.pair()), wallClockNs.getAsLong());
    checkUnique(request);
    checkFunds(request);
    if (request.postOnly()
        && matching.liquidity(request.pair()).wouldTake(request.side(), request.limitPrice())) {
      throw new RefusedException(Refusal.WOULD_TAKE, "");
    }
  }

  private void checkUnique(OrderRequest request) throws RefusedException {
    String clientId = request.clientId();
    if (clientId == null || uniqueness == Uniqueness.NONE) {
      return;
    }
    for (Order order : orders.byClientId(request.account(), clientId)) {
      if (uniqueness == Uniqueness.ALL || order.status() == OrderStatus.OPEN) {
        throw new RefusedException(Refusal.DUPLICATE_CLIENT_ID, "");
      }
    }
  }

  private void checkFunds(OrderRequest request) throws RefusedException {
    Account account = state.account(request.account());
    boolean buy = request.side() == Side.BUY;
    long needed = request.quantity();
    if (buy && request.type() == OrderType.LIMIT) {
      needed = fees.costAndFee(FixedPoint.multiply(request.limitPrice(), request.quantity()));
    } else if (buy) {
      long cost = 0;
      for (Liquidity.Slice slice :
          matching.liquidity(request.pair()).complete(Side.BUY, request.quantity())) {
        cost = Math.addExact(cost, FixedPoint.multiply(slice.price(), slice.quantity()));
      }
      needed = fees.costAndFee(cost);
    }
    String asset =
        buy
            ? market.pair(request.pair()).instrument().quote()
            : market.pair(request.pair()).instrument().base();
    if (needed > account.free(asset)) {
      throw new RefusedException(Refusal.INSUFFICIENT_FUNDS, "");
    }
  }

  /**
   * Places an order and matches it at once.
   *
   * @throws RefusedException if it is refused; the ledger has the refusal
   */
  public synchronized Order place(OrderRequest request) throws RefusedException {
    try {
      check(request);
    } catch (RefusedException e) {
      ledger.append(
          LedgerLines.refused(request, market.pair(request.pair()).instrument().symbol(), e), null);
      throw e;
    }
    return accept(request);
  }

  private Order accept(OrderRequest request) {
    String txid = VenueIds.order(++state.orderCounter);
    Order order = new Order(txid, request, market.pair(request.pair()).instrument());
    orders.add(order);
    OrderEvent pending = matching.event(Kind.PENDING_NEW, order, null);
    OrderEvent live = matching.event(Kind.NEW, order, null);
    ledger.append(
        LedgerLines.accepted(order),
        seq -> {
          listener.onOrderEvent(seq, pending);
          listener.onOrderEvent(seq, live);
        });
    matching.matchNew(order);
    return order;
  }

  /**
   * Changes a resting order in place; it keeps its id and is matched again.
   *
   * @param quantity new quantity, raw, or 0 to keep it
   * @param limitPrice new limit, raw, or 0 to keep it
   * @return the amendment's id
   */
  public synchronized String amend(
      String account, Order order, long quantity, long limitPrice, boolean postOnly)
      throws RefusedException {
    long newQuantity = quantity == 0 ? order.quantity() : quantity;
    long newPrice = limitPrice == 0 ? order.limitPrice() : limitPrice;
    long oldQuantity = order.quantity();
    long oldPrice = order.limitPrice();
    boolean wasAmended = order.amended();
    try {
      if (order.status() != OrderStatus.OPEN || !matching.working().contains(order)) {
        throw new RefusedException(Refusal.UNKNOWN_ORDER, "");
      }
      Admission.checkAmend(order, newQuantity, newPrice);
      if ((postOnly || order.request().postOnly())
          && matching.liquidity(order.request().pair()).wouldTake(order.side(), newPrice)) {
        throw new RefusedException(Refusal.WOULD_TAKE, "");
      }
      matching.withdraw(order);
      order.amend(newQuantity, newPrice);
      matching.hold(order, 1);
      String asset =
          order.side() == Side.BUY ? order.instrument().quote() : order.instrument().base();
      boolean tooLittle = state.account(account).free(asset) < 0;
      matching.hold(order, -1);
      if (tooLittle) {
        order.restore(oldQuantity, oldPrice, wasAmended);
        matching.rest(order);
        throw new RefusedException(Refusal.INSUFFICIENT_FUNDS, "");
      }
    } catch (RefusedException e) {
      ledger.append(
          LedgerLines.refused(account, "amend_order", order.txid(), wallClockNs.getAsLong(), e),
          null);
      throw e;
    }
    String amendId = VenueIds.amendment(++state.amendCounter);
    OrderEvent event = matching.event(Kind.AMENDED, order, null);
    ledger.append(
        LedgerLines.amended(order, amendId, event.atNs()),
        seq -> listener.onOrderEvent(seq, event));
    matching.matchNew(order);
    return amendId;
  }

  /**
   * Puts a new order in the place of a resting one, which ends with {@link Order#REPLACED_BY} and
   * the new one's txid as its reason; both or neither.
   *
   * @throws RefusedException if the old one does not work any more, or the new one is refused; then
   *     the old one goes on, behind others of its price
   */
  public synchronized Order replace(Order old, OrderRequest request) throws RefusedException {
    boolean works = old.status() == OrderStatus.OPEN && matching.working().contains(old);
    try {
      if (!works) {
        throw new RefusedException(Refusal.UNKNOWN_ORDER, "");
      }
      matching.withdraw(old); // what it holds may pay for the new one
      check(request);
    } catch (RefusedException e) {
      if (works) {
        matching.rest(old);
      }
      ledger.append(
          LedgerLines.refused(old.account(), "replace_order", old.txid(), request.receivedNs(), e),
          null);
      throw e;
    }
    String next = VenueIds.order(state.orderCounter + 1);
    matching.close(old, OrderStatus.CANCELED, Order.REPLACED_BY + next);
    return accept(request);
  }

  /** The open orders a reference means: a txid, or a client id. */
  public synchronized List<Order> find(String account, String reference) {
    List<Order> found = new ArrayList<>();
    Order byTxid = orders.byTxid(account, reference);
    if (byTxid != null) {
      found.add(byTxid);
    }
    found.addAll(orders.byClientId(account, reference));
    found.removeIf(order -> order.status() != OrderStatus.OPEN);
    return found;
  }

  /**
   * Cancels what a reference means.
   *
   * @throws RefusedException if that is no open order of the account
   */
  public synchronized int cancel(String account, String reference) throws RefusedException {
    List<Order> found = find(account, reference);
    if (found.isEmpty()) {
      RefusedException unknown = new RefusedException(Refusal.UNKNOWN_ORDER, "");
      ledger.append(
          LedgerLines.refused(account, "cancel_order", reference, wallClockNs.getAsLong(), unknown),
          null);
      throw unknown;
    }
    found.forEach(order -> cancelResting(order, "User requested"));
    return found.size();
  }

  private void cancelResting(Order order, String reason) {
    matching.withdraw(order);
    matching.close(order, OrderStatus.CANCELED, reason);
  }

  /** Cancels every open order of an account; returns how many. */
  public synchronized int cancelAll(String account) {
    return cancelAll(account, "User requested");
  }

  private int cancelAll(String account, String reason) {
    List<Order> mine = new ArrayList<>(matching.working());
    mine.removeIf(order -> !order.account().equals(account));
    mine.forEach(order -> cancelResting(order, reason));
    return mine.size();
  }

  /**
   * Arms the dead man's switch of an account, which fires once; 0 seconds disarms it.
   *
   * @return when it fires (epoch ns), 0 if disarmed
   */
  public synchronized long cancelAllAfter(String account, long seconds) {
    if (seconds == 0) {
      cancelAllAtNs.remove(account);
      return 0;
    }
    long at = wallClockNs.getAsLong() + seconds * 1_000_000_000L;
    cancelAllAtNs.put(account, at);
    return at;
  }

  /** Fires what the wall clock has made due: dates of orders, dead man's switches. */
  public synchronized void onClock() {
    long now = wallClockNs.getAsLong();
    for (Order order : List.copyOf(matching.working())) {
      long expires = order.request().expiresNs();
      if (expires != 0 && now >= expires) {
        matching.withdraw(order);
        matching.close(order, OrderStatus.EXPIRED, "Order expired");
      }
    }
    List<String> due = new ArrayList<>();
    cancelAllAtNs.forEach(
        (account, at) -> {
          if (now >= at) {
            due.add(account);
          }
        });
    for (String account : due) {
      cancelAllAtNs.remove(account);
      cancelAll(account, "Cancel all orders after");
    }
  }

  /** Shows a tick and fills the resting orders it reaches. */
  public synchronized void onTick(Tick tick) {
    matching.onTick(tick);
  }

  /**
   * Takes a nonce of an API key.
   *
   * @return false if it is not above the last one
   */
  public synchronized boolean acceptNonce(String keyId, long nonce) {
    Long last = state.nonces.get(keyId);
    if (last != null && Long.compareUnsigned(nonce, last) <= 0) {
      return false;
    }
    state.nonces.put(keyId, nonce);
    ledger.append(LedgerLines.nonce(keyId, nonce, wallClockNs.getAsLong()), null);
    return true;
  }

  /** Runs a read with the exchange and its market standing still. */
  public synchronized <T> T read(Function<ExchangeView, T> reader) {
    return reader.apply(new ExchangeView(market, state, ledger.lastSeq()));
  }

  /** Waits until all that was done so far is on disk. */
  public void awaitSynced() {
    ledger.awaitSynced();
  }

  /** Wall clock, epoch ns. */
  public long nowNs() {
    return wallClockNs.getAsLong();
  }

  @Override
  public void close() throws IOException {
    ledger.close();
  }
}
