package io.tapedeck.executor.kafka;

import io.tapedeck.executor.core.CapLimits;
import io.tapedeck.executor.core.ClaimPolicy;
import io.tapedeck.executor.lane.KillSwitch;
import io.tapedeck.executor.lane.OrdersOut;
import java.util.Set;

/**
 * What the writer is told.
 *
 * @param group consumer group; its name is also that of the writer's transactional id
 * @param leaseNanos after a claim's commit, how long it may be sent
 * @param inFlight most commands of one account that are claimed and not yet answered
 * @param releasedDeadLetters addresses of unreadable commands that a person has seen to
 */
public record WriterSettings(
    String group,
    ClaimPolicy policy,
    long leaseNanos,
    int inFlight,
    CapLimits caps,
    KillSwitch kill,
    OrdersOut ordersOut,
    Set<String> releasedDeadLetters) {
  /** Copies the set. */
  public WriterSettings {
    releasedDeadLetters = Set.copyOf(releasedDeadLetters);
  }
}
