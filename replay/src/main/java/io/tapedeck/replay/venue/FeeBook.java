package io.tapedeck.replay.venue;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.money.FixedPoint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Fees by each account's traded value of the last thirty days, whole days (UTC). */
final class FeeBook {
  private static final long DAY = 86_400_000_000_000L;
  private static final int DAYS = 30;

  private final FeeSchedule schedule;
  private final Map<AccountId, Volume> volumes = new HashMap<>();

  FeeBook(FeeSchedule schedule) {
    this.schedule = schedule;
  }

  private static final class Volume {
    private final Deque<long[]> days = new ArrayDeque<>();
    private long sum;

    void advance(long day) {
      while (!days.isEmpty() && days.getFirst()[0] <= day - DAYS) {
        sum -= days.removeFirst()[1];
      }
    }

    void add(long day, long value) {
      if (days.isEmpty() || days.getLast()[0] != day) {
        days.addLast(new long[] {day, 0});
      }
      // beyond the money type the highest tier holds anyway
      long room = Long.MAX_VALUE - sum;
      long counted = Math.min(room, value);
      days.getLast()[1] += counted;
      sum += counted;
    }
  }

  /** The fee of an execution, raw; its value counts from the next one on. */
  long fee(AccountId account, long value, boolean maker, long nanos) {
    Volume volume = volumes.computeIfAbsent(account, fresh -> new Volume());
    long day = Math.floorDiv(nanos, DAY);
    volume.advance(day);
    FeeSchedule.Tier tier = schedule.at(volume.sum);
    volume.add(day, value);
    return FixedPoint.multiply(value, maker ? tier.maker() : tier.taker());
  }
}
