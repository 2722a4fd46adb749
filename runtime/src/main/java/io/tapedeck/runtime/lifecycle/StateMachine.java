package io.tapedeck.runtime.lifecycle;

/** A {@link ServiceState} that only moves as allowed. Thread-safe. */
public final class StateMachine {
  private final String name;
  private ServiceState state = ServiceState.NEW;

  public StateMachine(String name) {
    this.name = name;
  }

  public synchronized ServiceState state() {
    return state;
  }

  /**
   * Moves on.
   *
   * @throws IllegalStateException if {@code next} may not follow the present state
   */
  public synchronized void become(ServiceState next) {
    if (!tryBecome(next)) {
      throw new IllegalStateException(name + " cannot go from " + state + " to " + next);
    }
  }

  /** Moves on if allowed; tells whether it did. */
  public synchronized boolean tryBecome(ServiceState next) {
    if (!state.mayBecome(next)) {
      return false;
    }
    state = next;
    return true;
  }
}
