package io.tapedeck.launcher.broken.risk.core;

import org.slf4j.LoggerFactory;

/** Deliberately breaks the rules of a core; see ArchitectureTest. */
public final class DecidesByTheClock {
  private DecidesByTheClock() {}

  public static boolean late() {
    LoggerFactory.getLogger("core").info("deciding");
    return System.currentTimeMillis() % 2 == 0;
  }
}
