package io.tapedeck.simulator.exchange;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

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
  private final Orders orders;
  private final Liquidity[] liquidity;
  private final Map<String, Account> accounts = new TreeMap<>();
  private final Map<String, Long> nonces = new HashMap<>();
  private final Map<String, Long> cancelAllAtNs = new HashMap<>();
  private final List<Order> working = new ArrayList<>();
  private long orderCounter;
  private long fillCounter;
  private long amendCounter;

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
    this.orders = new Orders(market.size());
    this.liquidity = new Liquidity[market.size()];
    for (int i = 0; i < liquidity.length; i++) {
      liquidity[i] = new Liquidity(market.pair(i));
    }
    this.ledger = new Ledger(ledgerFile, this::replay);
    resume(openings);
  }

  private synchronized void replay(JsonNode line) {
    Order order = orders.any(line.path("txid").asText());
    switch (line.path("kind").asText()) {
      case "account_opened" -> {
        String name = line.path("account").asText();
        accounts.put(name, new Account(name, LedgerLines.balances(line)));
      }
      case "order_accepted" -> {
        orders.add(LedgerLines.order(line, market));
        orderCounter++;
      }
      case "fill" -> {
        if (order != null) {
          settle(LedgerLines.fill(line, order));
          fillCounter++;
        }
      }
      case "order_amended" -> {
        if (order != null) {
          order.amend(
              FixedPoint.parse(line.path("qty").asText()),
              FixedPoint.parse(line.path("price").asText()));
        }
        amendCounter++;
      }
      case "order_canceled", "order_expired" -> {
        if (order != null) {
          boolean expired = line.path("kind").asText().equals("order_expired");
          order.close(
              expired ? OrderStatus.EXPIRED : OrderStatus.CANCELED,
              line.path("reason").asText(),
              line.path("receivedAtNs").asLong());
        }
      }
      case "nonce" ->
          nonces.put(
              line.path("key_id").asText(), Long.parseUnsignedLong(line.path("nonce").asText()));
      default -> {
        // refusals change nothing
      }
    }
  }

  private synchronized void resume(Map<String, Map<String, Long>> openings) {
    openings.forEach(
        (name, balances) -> {
          if (!accounts.containsKey(name)) {
            accounts.put(name, new Account(name, balances));
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
        rest(order);
      } else {
        // killed in the middle of an execution: what was not executed never will be
        close(order, OrderStatus.CANCELED, "Venue restarted");
      }
    }
  }

  private Account account(String name) {
    Account account = accounts.get(name);
    if (account == null) {
      throw new IllegalArgumentException("no account '" + name + "'");
    }
    return account;
  }

  /** Checks a request without placing it. */
  public synchronized void check(OrderRequest request) throws RefusedException {
    Admission.check(request, market.pair(request.pair()), wallClockNs.getAsLong());
    checkUnique(request);
    checkFunds(request);
    if (request.postOnly()
        && liquidity[request.pair()].wouldTake(request.side(), request.limitPrice())) {
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
    Account account = account(request.account());
    boolean buy = request.side() == Side.BUY;
    long needed = request.quantity();
    if (buy && request.type() == OrderType.LIMIT) {
      needed = fees.costAndFee(FixedPoint.multiply(request.limitPrice(), request.quantity()));
    } else if (buy) {
      long cost = 0;
      for (Liquidity.Slice slice :
          liquidity[request.pair()].complete(Side.BUY, request.quantity())) {
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
    String txid = VenueIds.order(++orderCounter);
    Order order = new Order(txid, request, market.pair(request.pair()).instrument());
    orders.add(order);
    OrderEvent pending = event(Kind.PENDING_NEW, order, null);
    OrderEvent live = event(Kind.NEW, order, null);
    ledger.append(
        LedgerLines.accepted(order),
        () -> {
          listener.onOrderEvent(pending);
          listener.onOrderEvent(live);
        });
    matchNew(order);
    return order;
  }

  private void matchNew(Order order) {
    Liquidity pair = liquidity[order.request().pair()];
    TimeInForce timeInForce = order.request().timeInForce();
    if (order.request().type() == OrderType.MARKET) {
      execute(order, pair.complete(order.side(), order.remaining()), false);
      return;
    }
    List<Liquidity.Slice> slices =
        pair.displayed(order.side(), order.remaining(), order.limitPrice());
    if (timeInForce == TimeInForce.FOK && Liquidity.total(slices) < order.remaining()) {
      close(order, OrderStatus.CANCELED, "Fill or kill");
      return;
    }
    execute(order, slices, false);
    if (order.status() != OrderStatus.OPEN) {
      return;
    }
    if (timeInForce == TimeInForce.IOC) {
      close(order, OrderStatus.CANCELED, "Immediate or cancel");
    } else {
      rest(order);
    }
  }

  private void rest(Order order) {
    orders.rest(order);
    working.add(order);
    hold(order, 1);
  }

  private void hold(Order order, int sign) {
    boolean buy = order.side() == Side.BUY;
    long amount =
        buy
            ? fees.costAndFee(FixedPoint.multiply(order.limitPrice(), order.remaining()))
            : order.remaining();
    String asset = buy ? order.instrument().quote() : order.instrument().base();
    account(order.account()).hold(asset, sign * amount);
  }

  private void execute(Order order, List<Liquidity.Slice> slices, boolean maker) {
    for (Liquidity.Slice slice : slices) {
      long cost = FixedPoint.multiply(slice.price(), slice.quantity());
      long number = ++fillCounter;
      Fill fill =
          new Fill(
              order,
              VenueIds.execution(number),
              number,
              slice.price(),
              slice.quantity(),
              cost,
              fees.of(cost, maker),
              maker,
              market.pair(order.request().pair()).eventNs(),
              wallClockNs.getAsLong(),
              order.filled() + slice.quantity());
      settle(fill);
      OrderEvent trade = event(Kind.TRADE, order, fill);
      OrderEvent done =
          order.status() == OrderStatus.FILLED ? event(Kind.FILLED, order, null) : null;
      ledger.append(
          LedgerLines.fill(fill),
          () -> {
            listener.onOrderEvent(trade);
            if (done != null) {
              listener.onOrderEvent(done);
            }
          });
    }
    if (!maker) {
      liquidity[order.request().pair()].take(order.side(), slices);
    }
  }

  private void settle(Fill fill) {
    Order order = fill.order();
    Account account = account(order.account());
    boolean buy = order.side() == Side.BUY;
    account.add(order.instrument().base(), buy ? fill.quantity() : -fill.quantity());
    account.add(order.instrument().quote(), (buy ? -fill.cost() : fill.cost()) - fill.fee());
    order.fill(fill);
  }

  private void close(Order order, OrderStatus status, String reason) {
    order.close(status, reason, wallClockNs.getAsLong());
    OrderEvent event =
        event(status == OrderStatus.EXPIRED ? Kind.EXPIRED : Kind.CANCELED, order, null);
    ledger.append(LedgerLines.closed(order), () -> listener.onOrderEvent(event));
  }

  private OrderEvent event(Kind kind, Order order, @Nullable Fill fill) {
    Account account = account(order.account());
    return new OrderEvent(
        kind,
        order,
        fill,
        wallClockNs.getAsLong(),
        order.quantity(),
        order.limitPrice(),
        order.filled(),
        order.cost(),
        order.reason(),
        account.balance(order.instrument().base()),
        account.balance(order.instrument().quote()));
  }

  private void withdraw(Order order) {
    orders.remove(order);
    working.remove(order);
    hold(order, -1);
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
      if (order.status() != OrderStatus.OPEN || !working.contains(order)) {
        throw new RefusedException(Refusal.UNKNOWN_ORDER, "");
      }
      Admission.checkAmend(order, newQuantity, newPrice);
      if ((postOnly || order.request().postOnly())
          && liquidity[order.request().pair()].wouldTake(order.side(), newPrice)) {
        throw new RefusedException(Refusal.WOULD_TAKE, "");
      }
      withdraw(order);
      order.amend(newQuantity, newPrice);
      hold(order, 1);
      String asset =
          order.side() == Side.BUY ? order.instrument().quote() : order.instrument().base();
      boolean tooLittle = account(account).free(asset) < 0;
      hold(order, -1);
      if (tooLittle) {
        order.restore(oldQuantity, oldPrice, wasAmended);
        rest(order);
        throw new RefusedException(Refusal.INSUFFICIENT_FUNDS, "");
      }
    } catch (RefusedException e) {
      ledger.append(
          LedgerLines.refused(account, "amend_order", order.txid(), wallClockNs.getAsLong(), e),
          null);
      throw e;
    }
    String amendId = VenueIds.amendment(++amendCounter);
    OrderEvent event = event(Kind.AMENDED, order, null);
    ledger.append(
        LedgerLines.amended(order, amendId, event.atNs()), () -> listener.onOrderEvent(event));
    matchNew(order);
    return amendId;
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
    withdraw(order);
    close(order, OrderStatus.CANCELED, reason);
  }

  /** Cancels every open order of an account; returns how many. */
  public synchronized int cancelAll(String account) {
    return cancelAll(account, "User requested");
  }

  private int cancelAll(String account, String reason) {
    List<Order> mine = new ArrayList<>(working);
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
    for (Order order : List.copyOf(working)) {
      long expires = order.request().expiresNs();
      if (expires != 0 && now >= expires) {
        withdraw(order);
        close(order, OrderStatus.EXPIRED, "Order expired");
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
    market.apply(tick);
    Liquidity pair = liquidity[tick.instrument()];
    if (tick.kind() == Tick.Kind.QUOTE) {
      pair.refresh();
    }
    if (orders.resting(tick.instrument()).isEmpty()) {
      return;
    }
    long tradeSize = tick.kind() == Tick.Kind.TRADE ? tick.size() : 0;
    for (Order order : List.copyOf(orders.resting(tick.instrument()))) {
      long quantity;
      if (tick.kind() == Tick.Kind.QUOTE) {
        List<Liquidity.Slice> reached =
            pair.displayed(order.side(), order.remaining(), order.limitPrice());
        quantity = Liquidity.total(reached);
        pair.take(order.side(), reached);
      } else {
        quantity = Math.min(order.remaining(), Admission.tradeReaches(order, tick) ? tradeSize : 0);
        tradeSize -= quantity;
      }
      if (quantity > 0) {
        fillResting(order, quantity);
      }
    }
  }

  /** The order keeps its place in the queue while it is open. */
  private void fillResting(Order order, long quantity) {
    hold(order, -1);
    execute(order, List.of(new Liquidity.Slice(order.limitPrice(), quantity)), true);
    if (order.status() == OrderStatus.OPEN) {
      hold(order, 1);
    } else {
      orders.remove(order);
      working.remove(order);
    }
  }

  /**
   * Takes a nonce of an API key.
   *
   * @return false if it is not above the last one
   */
  public synchronized boolean acceptNonce(String keyId, long nonce) {
    Long last = nonces.get(keyId);
    if (last != null && Long.compareUnsigned(nonce, last) <= 0) {
      return false;
    }
    nonces.put(keyId, nonce);
    ledger.append(LedgerLines.nonce(keyId, nonce, wallClockNs.getAsLong()), null);
    return true;
  }

  /** Runs a read with the exchange and its market standing still. */
  public synchronized <T> T read(Function<ExchangeView, T> reader) {
    return reader.apply(new ExchangeView(market, orders, accounts, fillCounter));
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
