package io.tapedeck.executor;

import io.tapedeck.executor.kafka.WriterRole;
import io.tapedeck.executor.lane.KillSwitch;
import io.tapedeck.executor.lane.VenueLane;
import io.tapedeck.runtime.health.HealthCheck;
import io.tapedeck.runtime.lifecycle.FailureListener;
import io.tapedeck.runtime.lifecycle.RoleThread;
import io.tapedeck.runtime.lifecycle.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The running executor. Stopping takes no further command, lets what is on its way be answered, and
 * writes the answers; what did not make it is found out at the next start.
 */
public final class ExecutionService implements Service {
  private static final String NAME = "executor";

  private final WriterRole writer;
  private final RoleThread thread;
  private final List<VenueLane> lanes;
  private final KillSwitch kill;

  ExecutionService(WriterRole writer, List<VenueLane> lanes, KillSwitch kill) {
    this.writer = writer;
    this.thread = new RoleThread(writer, Duration.ZERO);
    this.lanes = lanes;
    this.kill = kill;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void onFailure(FailureListener listener) {
    thread.onFailure(listener);
  }

  @Override
  public void start() {
    lanes.forEach(VenueLane::watch);
    thread.start();
  }

  /** Stops new orders at once, with or without Kafka; cancels still pass. */
  public void kill(String reason) {
    kill.engage(reason);
  }

  /** Whether commands are taken. */
  public boolean ready() {
    return writer.ready();
  }

  @Override
  public void stop(Duration timeout) {
    writer.stopCommands();
    Duration share = timeout.dividedBy(2);
    lanes.forEach(lane -> lane.close(share.dividedBy(Math.max(1, lanes.size()))));
    thread.stop(share);
  }

  @Override
  public List<HealthCheck> healthChecks() {
    List<HealthCheck> checks = new ArrayList<>(thread.healthChecks());
    checks.add(
        HealthCheck.ready(
            NAME,
            () ->
                writer.ready()
                    ? HealthCheck.Result.up(
                        kill.engaged() == null ? "takes commands" : "takes cancels only: killed")
                    : HealthCheck.Result.down("reads its journal")));
    return checks;
  }
}
