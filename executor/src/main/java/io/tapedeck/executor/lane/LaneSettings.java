package io.tapedeck.executor.lane;

import io.tapedeck.executor.core.ClaimPolicy;
import java.time.Duration;

/**
 * Times of a lane.
 *
 * @param policy deadlines of claims
 * @param retryDelay before an unknown outcome is asked for, and between failed questions
 * @param sweepInterval between looks at the venue's books while orders work
 * @param statementInterval between statements
 * @param guard which account it must be
 * @param deadMansSwitch after which the venue cancels all if it hears nothing of us; zero for never
 * @param cancelOnStop whether working orders are cancelled when the lane is closed
 * @param ordersPerSecond most requests that change something in any second; 0 for no limit
 */
public record LaneSettings(
    ClaimPolicy policy,
    Duration retryDelay,
    Duration sweepInterval,
    Duration statementInterval,
    int ordersPerSecond,
    AccountGuard guard,
    Duration deadMansSwitch,
    boolean cancelOnStop) {}
