package io.tapedeck.domain.order;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the venue itself says about an account (drop copy).
 *
 * @param atNanos our clock when it was read
 */
public record VenueStatement(
    AccountId account,
    String venue,
    long atNanos,
    List<Balance> balances,
    List<WorkingOrder> workingOrders) {
  public VenueStatement {
    balances = List.copyOf(balances);
    workingOrders = List.copyOf(workingOrders);
  }

  /** Holdings of one asset, by the venue's name for it. */
  public record Balance(String asset, Quantity total) {}

  /** An order that works at the venue. */
  public record WorkingOrder(
      VenueOrderId venueOrderId,
      @Nullable ClientOrderId clientOrderId,
      InstrumentId instrument,
      Side side,
      Quantity leaves,
      @Nullable Price limitPrice) {}
}
