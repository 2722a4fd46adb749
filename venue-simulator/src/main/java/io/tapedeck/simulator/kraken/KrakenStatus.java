package io.tapedeck.simulator.kraken;

import io.tapedeck.simulator.wire.ClientConnection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What the venue says of itself, in all its protocols. Thread-safe. */
public final class KrakenStatus {
  /** The states that Kraken names. */
  public static final Set<String> STATES =
      Set.of("online", "maintenance", "cancel_only", "post_only");

  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private volatile String system = "online";

  String system() {
    return system;
  }

  void onChange(Consumer<String> listener) {
    listeners.add(listener);
  }

  /**
   * Changes it and tells every connection.
   *
   * @throws IllegalArgumentException if Kraken has no such state
   */
  public void change(String newSystem) {
    if (!STATES.contains(newSystem)) {
      throw new IllegalArgumentException("system '" + newSystem + "' is none of " + STATES);
    }
    system = newSystem;
    listeners.forEach(listener -> listener.accept(newSystem));
  }

  /** Whether a connection is one of Kraken's. */
  public static boolean concerns(ClientConnection connection) {
    return connection.protocol().startsWith("kraken-");
  }
}
