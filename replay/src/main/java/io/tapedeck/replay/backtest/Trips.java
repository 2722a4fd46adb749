package io.tapedeck.replay.backtest;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.money.FixedPoint;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Round trips by cash: from flat to flat, or to the other side, a trip earned the cash that came in
 * less the cash that went out, fees counted. Kept apart from risk's books, which go by cost: where
 * both end flat they must agree to the last digit. For one thread.
 */
public final class Trips {
  private final Map<Place, Holding> holdings = new HashMap<>();
  private final Consumer<Trip> ended;

  /**
   * A round trip.
   *
   * @param result what it earned, raw, fees counted
   */
  public record Trip(
      AccountId account, InstrumentId instrument, long beganNanos, long endedNanos, long result) {}

  private record Place(AccountId account, InstrumentId instrument) {}

  private static final class Holding {
    private long quantity;
    private long cash;
    private long beganNanos;
  }

  Trips(Consumer<Trip> ended) {
    this.ended = ended;
  }

  void on(Fill fill) {
    Place place = new Place(fill.account(), fill.instrument());
    Holding holding = holdings.computeIfAbsent(place, fresh -> new Holding());
    long signed = fill.side().sign() * fill.quantity();
    boolean closes = holding.quantity != 0 && Long.signum(holding.quantity) != Long.signum(signed);
    long closing = closes ? Math.min(fill.quantity(), Math.abs(holding.quantity)) : 0;
    if (holding.quantity == 0) {
      holding.beganNanos = fill.nanos();
    }
    if (closes && closing < fill.quantity()) {
      // through zero: one part ends a trip, the rest begins another
      long fee = FixedPoint.proportion(fill.fee(), closing, fill.quantity());
      book(holding, fill, fill.side().sign() * closing, fee);
      end(place, holding, fill.nanos());
      holding.beganNanos = fill.nanos();
      long rest = fill.quantity() - closing;
      book(holding, fill, fill.side().sign() * rest, fill.fee() - fee);
      return;
    }
    book(holding, fill, signed, fill.fee());
    if (holding.quantity == 0) {
      end(place, holding, fill.nanos());
    }
  }

  private static void book(Holding holding, Fill fill, long signed, long fee) {
    holding.quantity += signed;
    long value = FixedPoint.multiply(fill.price(), signed);
    holding.cash = Math.subtractExact(Math.subtractExact(holding.cash, value), fee);
  }

  private void end(Place place, Holding holding, long nanos) {
    ended.accept(
        new Trip(place.account, place.instrument, holding.beganNanos, nanos, holding.cash));
    holding.cash = 0;
  }
}
