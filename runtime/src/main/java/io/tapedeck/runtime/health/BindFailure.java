package io.tapedeck.runtime.health;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;

/** A port could not be taken; says who has it, where the system tells. */
public final class BindFailure extends IOException {
  private static final long serialVersionUID = 1L;

  private BindFailure(String message, IOException cause) {
    super(message, cause);
  }

  /**
   * Explains a failed bind.
   *
   * @param what the listener, for instance {@code ingest health server}
   * @param setting the config key that chooses the port
   */
  public static BindFailure of(
      String what, InetSocketAddress address, String setting, IOException cause) {
    String reason = String.valueOf(cause.getMessage());
    String owner =
        cause instanceof BindException
            ? PortOwner.of(address.getPort()).map(found -> " (held by " + found + ")").orElse("")
            : "";
    return new BindFailure(
        "Failed to bind "
            + what
            + " to "
            + address.getHostString()
            + ":"
            + address.getPort()
            + ": "
            + reason
            + owner
            + "; stop the owner or choose another port with "
            + setting,
        cause);
  }
}
