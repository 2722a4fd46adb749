package io.tapedeck.localstack.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** Loopback ports: which are free, and who holds one that is not. */
public final class Ports {
  public static final String LOOPBACK = "127.0.0.1";

  private static final Path EPHEMERAL_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final int LOWEST = 15_000;
  private static final int DEFAULT_EPHEMERAL_START = 32_768;
  private static final int ATTEMPTS = 200;

  private Ports() {}

  /**
   * A port free at this moment, below the range of outgoing connections. A port inside that range
   * is unfit for a server that is killed and restarted: a client that keeps trying the dead port
   * can be given the very same number as its own source port, connect to itself, and so hold it.
   */
  public static int free() {
    int start = ephemeralStart();
    int low = start > LOWEST + 1_000 ? LOWEST : 1_024;
    int high = start > LOWEST + 1_000 ? start : 65_536;
    for (int i = 0; i < ATTEMPTS; i++) {
      int candidate = ThreadLocalRandom.current().nextInt(low, high);
      if (isFree(candidate)) {
        return candidate;
      }
    }
    throw new LocalStackException(
        "No free port found on " + LOOPBACK + " between " + low + " and " + (high - 1));
  }

  /** Whether a server could bind the port on loopback now. */
  public static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByName(LOOPBACK), port), 1);
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /**
   * Refuses a port that is taken.
   *
   * @param purpose what the port is for, as it shall read in the message: "broker"
   * @throws PortTakenException naming the owner of the port where the system tells it
   */
  public static void requireFree(int port, String purpose) {
    if (!isFree(port)) {
      throw taken(port, purpose);
    }
  }

  static PortTakenException taken(int port, String purpose) {
    String owner =
        PortOwner.find(port)
            .map(o -> "it is held by pid " + o.pid() + " (" + o.command() + ")")
            .orElse("its owner is not visible to this user");
    return new PortTakenException(
        "Port "
            + port
            + " on "
            + LOOPBACK
            + " for the "
            + purpose
            + " is taken: "
            + owner
            + ". Stop that process or configure another port.");
  }

  private static int ephemeralStart() {
    try {
      String[] bounds = Files.readString(EPHEMERAL_RANGE).trim().split("\\s+");
      return Integer.parseInt(bounds[0]);
    } catch (IOException | NumberFormatException notLinux) {
      return DEFAULT_EPHEMERAL_START;
    }
  }
}
