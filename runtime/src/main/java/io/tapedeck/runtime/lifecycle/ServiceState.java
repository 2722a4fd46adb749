package io.tapedeck.runtime.lifecycle;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The states of a service and of the runner, and which may follow which. */
public enum ServiceState {
  NEW,
  STARTING,
  RUNNING,
  STOPPING,
  STOPPED,
  FAILED;

  private static final Map<ServiceState, Set<ServiceState>> NEXT =
      Map.of(
          NEW, EnumSet.of(STARTING, STOPPED),
          STARTING, EnumSet.of(RUNNING, STOPPING, FAILED),
          RUNNING, EnumSet.of(STOPPING, FAILED),
          STOPPING, EnumSet.of(STOPPED, FAILED),
          STOPPED, EnumSet.noneOf(ServiceState.class),
          FAILED, EnumSet.noneOf(ServiceState.class));

  /** Whether {@code next} may follow this state. */
  public boolean mayBecome(ServiceState next) {
    return NEXT.getOrDefault(this, Set.of()).contains(next);
  }

  /** Whether nothing follows this state. */
  public boolean isFinal() {
    return this == STOPPED || this == FAILED;
  }
}
