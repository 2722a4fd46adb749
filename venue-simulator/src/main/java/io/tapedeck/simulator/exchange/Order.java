package io.tapedeck.simulator.exchange;

import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.simulator.market.Instrument;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An accepted order and what became of it. Guarded by the exchange. Amounts raw scale 9. */
public final class Order {
  /** Begins the reason of an order that another one took the place of; the new txid follows. */
  public static final String REPLACED_BY = "Replaced by ";

  private final String txid;
  private final OrderRequest request;
  private final Instrument instrument;
  private final List<Fill> fills = new ArrayList<>();
  private long quantity;
  private long limitPrice;
  private long filled;
  private long cost;
  private long fee;
  private boolean amended;
  private OrderStatus status = OrderStatus.OPEN;
  private long closedNs;
  private String reason = "";

  Order(String txid, OrderRequest request, Instrument instrument) {
    this.txid = txid;
    this.request = request;
    this.instrument = instrument;
    this.quantity = request.quantity();
    this.limitPrice = request.limitPrice();
  }

  void fill(Fill fill) {
    fills.add(fill);
    filled = Math.addExact(filled, fill.quantity());
    cost = Math.addExact(cost, fill.cost());
    fee = Math.addExact(fee, fill.fee());
    if (filled == quantity) {
      close(OrderStatus.FILLED, "", fill.wallNs());
    }
  }

  void amend(long newQuantity, long newLimitPrice) {
    quantity = newQuantity;
    limitPrice = newLimitPrice;
    amended = true;
  }

  /** Takes an amendment back that could not be paid for. */
  void restore(long oldQuantity, long oldLimitPrice, boolean wasAmended) {
    quantity = oldQuantity;
    limitPrice = oldLimitPrice;
    amended = wasAmended;
  }

  void close(OrderStatus newStatus, String why, long atNs) {
    status = newStatus;
    reason = why;
    closedNs = atNs;
  }

  /** The venue's order id. */
  public String txid() {
    return txid;
  }

  /** What was asked. */
  public OrderRequest request() {
    return request;
  }

  /** The account. */
  public String account() {
    return request.account();
  }

  /** The client's id, or null. */
  public @Nullable String clientId() {
    return request.clientId();
  }

  /** The pair. */
  public Instrument instrument() {
    return instrument;
  }

  /** Direction. */
  public Side side() {
    return request.side();
  }

  /** Ordered now. */
  public long quantity() {
    return quantity;
  }

  /** Limit now, 0 for a market order. */
  public long limitPrice() {
    return limitPrice;
  }

  /** Filled so far. */
  public long filled() {
    return filled;
  }

  /** Not filled yet. */
  public long remaining() {
    return quantity - filled;
  }

  /** Sum of costs. */
  public long cost() {
    return cost;
  }

  /** Sum of fees. */
  public long fee() {
    return fee;
  }

  /** Average price, 0 before the first fill. */
  public long averagePrice() {
    return filled == 0 ? 0 : FixedPoint.divide(cost, filled);
  }

  /** True after an amend. */
  public boolean amended() {
    return amended;
  }

  /** Where it stands. */
  public OrderStatus status() {
    return status;
  }

  /** When it was closed, 0 while open. */
  public long closedNs() {
    return closedNs;
  }

  /** Why it was closed, empty if filled or open. */
  public String reason() {
    return reason;
  }

  /** The txid of the order that took its place, or null. */
  public @Nullable String replacedBy() {
    return reason.startsWith(REPLACED_BY) ? reason.substring(REPLACED_BY.length()) : null;
  }

  /** Executions in order. */
  public List<Fill> fills() {
    return List.copyOf(fills);
  }
}
