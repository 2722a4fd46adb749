package io.tapedeck.launcher.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the system knows of a process. */
public final class PartState {
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");
  private static final Pattern KILLED = Pattern.compile("(?m)^oom_kill (\\d+)");

  private PartState() {}

  /** Memory of a process in RAM, bytes; 0 where the system does not tell. */
  public static long residentBytes(long pid) {
    try {
      Matcher line =
          RESIDENT.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
      return line.find() ? Long.parseLong(line.group(1)) * 1024 : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /**
   * Why a part does not run: ended by itself, or not by us. A part that is stopped in good order
   * leaves no pid file behind.
   */
  public static String whyNotRunning(PartProcess part) {
    if (!part.leftBehind()) {
      return "not started";
    }
    String why = "ended without being stopped: it failed or was killed; see " + part.logFile();
    return lastWords(part).map(words -> why + " (" + words + ")").orElse(why + memoryKills());
  }

  private static Optional<String> lastWords(PartProcess part) {
    try {
      if (Files.exists(part.logFile())
          && Files.readString(part.logFile()).contains("java.lang.OutOfMemoryError")) {
        return Optional.of("its heap was too small: java.lang.OutOfMemoryError");
      }
    } catch (IOException e) {
      // an unreadable log tells nothing
    }
    return Optional.empty();
  }

  /** The kernel counts what it killed for want of memory, by group of processes. */
  private static String memoryKills() {
    try {
      Matcher kills = KILLED.matcher(Files.readString(Path.of("/sys/fs/cgroup/memory.events")));
      return kills.find() && !kills.group(1).equals("0")
          ? " (the kernel killed " + kills.group(1) + " processes here for want of memory)"
          : "";
    } catch (IOException e) {
      return "";
    }
  }
}
