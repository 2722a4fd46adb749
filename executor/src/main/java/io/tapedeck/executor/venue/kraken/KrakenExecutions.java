package io.tapedeck.executor.venue.kraken;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.Side;
import io.tapedeck.executor.core.VenueFill;
import io.tapedeck.executor.core.VenueOrder;
import io.tapedeck.executor.venue.ExecutionListener;
import io.tapedeck.executor.venue.wire.VenueJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The executions channel of one connection. Updates are sparse: an order's names come once, later
 * rows hold little more than its id, so they are joined here. Not thread-safe.
 */
final class KrakenExecutions {
  private static final int MOST_ORDERS = 50_000;

  private record Named(
      @Nullable ClientOrderId clientOrderId,
      @Nullable InstrumentId instrument,
      @Nullable Side side) {}

  private final ExecutionListener listener;
  private final Map<String, Named> orders = new HashMap<>();
  private long lastSequence;

  KrakenExecutions(ExecutionListener listener) {
    this.listener = listener;
  }

  /**
   * One message of the channel.
   *
   * @return false if messages before it are missing; then the channel must be subscribed anew
   * @throws IllegalArgumentException if a row is not as documented
   */
  boolean onMessage(JsonNode message) {
    long sequence = message.path("sequence").asLong();
    if (message.path("type").asText().equals("update") && sequence != lastSequence + 1) {
      return false;
    }
    lastSequence = sequence;
    message.path("data").forEach(this::row);
    return true;
  }

  private void row(JsonNode row) {
    String id = row.path("order_id").asText();
    Named named = remember(id, row);
    if (row.path("exec_type").asText().equals("trade") && row.has("exec_id")) {
      fill(id, row, named);
      return;
    }
    VenueOrder.Status status = KrakenParser.status(row.path("order_status").asText());
    boolean ended = status != VenueOrder.Status.WORKING;
    if (ended && row.has("cum_qty")) {
      listener.onOrder(
          new VenueOrder(
              new VenueOrderId(id),
              named.clientOrderId,
              named.instrument,
              named.side,
              status,
              null,
              null,
              VenueJson.quantity(row, "cum_qty"),
              row.path("reason").asText(""),
              VenueJson.timestampNanos(row, "timestamp"),
              List.of()));
      orders.remove(id);
    }
  }

  private void fill(String id, JsonNode row, Named named) {
    InstrumentId instrument = named.instrument;
    Side side = named.side;
    if (instrument == null || side == null) {
      listener.onGap("execution of order " + id + " that was not introduced");
      return;
    }
    JsonNode fee = row.path("fees").path(0);
    listener.onFill(
        new VenueFill(
            new VenueOrderId(id),
            named.clientOrderId,
            instrument,
            new Execution(
                new ExecutionId(row.path("exec_id").asText()),
                side,
                VenueJson.quantity(row, "last_qty"),
                VenueJson.price(row, "last_price"),
                fee.has("qty") ? VenueJson.money(fee, "qty") : Money.ZERO,
                fee.path("asset").asText(KrakenPairs.quoteAsset(instrument)),
                row.path("liquidity_ind").asText().equals("m")),
            VenueJson.timestampNanos(row, "timestamp")));
  }

  private Named remember(String id, JsonNode row) {
    Named before = orders.getOrDefault(id, new Named(null, null, null));
    ClientOrderId client = KrakenParser.clientOrderId(row);
    Named now =
        new Named(
            client == null ? before.clientOrderId : client,
            row.has("symbol")
                ? InstrumentId.of(KrakenPairs.VENUE, row.path("symbol").asText())
                : before.instrument,
            row.has("side") ? KrakenParser.side(row.path("side").asText()) : before.side);
    if (orders.size() < MOST_ORDERS || orders.containsKey(id)) {
      orders.put(id, now);
    }
    return now;
  }
}
