package io.tapedeck.runtime.lifecycle;

/** Work that one thread does over and over. All methods run on that thread. */
public interface Role {
  /** Names the thread and the service. */
  String roleName();

  /** Once, before the first work. */
  default void onStart() {}

  /**
   * One turn.
   *
   * @return how much was done; 0 lets the thread rest
   * @throws InterruptedException when the thread is asked to stop while waiting
   */
  int doWork() throws InterruptedException;

  /** Once, after the last work, also when it failed. */
  default void onClose() {}

  /** Wakes a blocked {@link #doWork}; the one method called from another thread. */
  default void wakeUp() {}
}
