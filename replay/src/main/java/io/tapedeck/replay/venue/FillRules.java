package io.tapedeck.replay.venue;

/**
 * How the simulated venue treats orders.
 *
 * @param orderNanos from the tick that an order answers to until it meets the market, in received
 *     time: what the venue shows then reached us as late as that tick did, so the way there and the
 *     way back both belong in it
 * @param reportNanos from what happens at the venue until risk and strategies know
 * @param queue where a passive order stands among others of its price
 * @param fees what is taken
 * @param beyondBps how much worse, in basis points, each slice beyond what is displayed is
 * @param openAfterNanos received time without a tick of an instrument after which its next quote or
 *     trade is an opening
 */
public record FillRules(
    long orderNanos,
    long reportNanos,
    Queue queue,
    FeeSchedule fees,
    int beyondBps,
    long openAfterNanos) {
  private static final long MILLI = 1_000_000;

  /** Where a passive order stands. */
  public enum Queue {
    /** Behind all that was displayed when it came. */
    BACK,
    /** Before all others: what trades at its price trades with it. */
    FRONT
  }

  /** A cautious start: 50 ms there, 10 ms back, last in the queue, Kraken's fees. */
  public static final FillRules DEFAULT =
      new FillRules(50 * MILLI, 10 * MILLI, Queue.BACK, FeeSchedule.KRAKEN, 1, 3_600_000 * MILLI);

  public FillRules {
    if (orderNanos < 0 || reportNanos < 0 || beyondBps < 0 || openAfterNanos <= 0) {
      throw new IllegalArgumentException("a latency or a distance is negative");
    }
  }
}
