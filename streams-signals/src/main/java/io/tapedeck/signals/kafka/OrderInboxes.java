package io.tapedeck.signals.kafka;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.signal.StrategyObservation.OrderSeen;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the executor last said of each account's orders, by instrument, for the strategies that wait
 * to hear of theirs. All events of an account are in one partition, so their offsets are in order.
 * Bounded: of each instrument the oldest are dropped. Thread-safe.
 */
public final class OrderInboxes {
  private static final int KEPT = 10_000;

  private final Map<Address, Inbox> inboxes = new ConcurrentHashMap<>();

  private record Address(AccountId account, InstrumentId instrument) {}

  /** Of one account and instrument. */
  Inbox of(AccountId account, InstrumentId instrument) {
    return inboxes.computeIfAbsent(new Address(account, instrument), fresh -> new Inbox());
  }

  void put(InstrumentId instrument, OrderSeen event) {
    of(event.account(), instrument).add(event);
  }

  /** Events in order. */
  static final class Inbox {
    private final Deque<OrderSeen> events = new ArrayDeque<>();
    private volatile long end;

    /** One beyond the last event's offset; cheap to ask at every tick. */
    long end() {
      return end;
    }

    private synchronized void add(OrderSeen event) {
      if (event.source().offset() < end) {
        return; // read again after the global consumer began anew
      }
      if (events.size() == KEPT) {
        events.removeFirst();
      }
      events.addLast(event);
      end = event.source().offset() + 1;
    }

    synchronized List<OrderSeen> from(long offset) {
      List<OrderSeen> found = new ArrayList<>();
      for (OrderSeen event : events) {
        if (event.source().offset() >= offset) {
          found.add(event);
        }
      }
      return found;
    }
  }
}
