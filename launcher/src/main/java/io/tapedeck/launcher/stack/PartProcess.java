package io.tapedeck.launcher.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A part of the stack in a JVM of its own: {@code tapedeck run PART}. Its pid is kept in a file, so
 * that another command finds it again; output goes to a log file beside it.
 */
public final class PartProcess {
  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final Pattern ERROR = Pattern.compile("^\\S+ ERROR |^Caused by: |^Exception in ");
  private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

  private final String name;
  private final Path folder;

  public PartProcess(String name, Path folder) {
    this.name = name;
    this.folder = folder;
  }

  /** Which part. */
  public String name() {
    return name;
  }

  /** Where its output goes. */
  public Path logFile() {
    return folder.resolve(name + ".log");
  }

  /** The last error in its log and where the log is, for a message to the user. */
  String lastError() {
    String where = "see " + logFile();
    try (Stream<String> lines = Files.lines(logFile())) {
      return lines
          .filter(line -> ERROR.matcher(line).find())
          .reduce((earlier, later) -> later)
          .map(line -> line.strip() + "; " + where)
          .orElse(where);
    } catch (IOException | UncheckedIOException unreadable) {
      return where;
    }
  }

  private Path pidFile() {
    return folder.resolve(name + ".pid");
  }

  /**
   * Starts it; returns at once.
   *
   * @param arguments of the launcher's main
   * @param environment over this process's own
   * @throws IllegalStateException if it runs already
   */
  public void start(List<String> arguments, int heapMib, Map<String, String> environment) {
    find()
        .ifPresent(
            process -> {
              throw new IllegalStateException(
                  name + " already runs as pid " + process.pid() + "; 'tapedeck down' ends it");
            });
    try {
      Files.createDirectories(folder);
      Path argumentFile = folder.resolve(name + ".args");
      Launch.of(arguments, heapMib, environment).keep(folder, name);
      Files.writeString(argumentFile, "-cp\n\"" + System.getProperty("java.class.path") + "\"\n");
      List<String> command = new ArrayList<>();
      if (Files.isExecutable(SETSID)) {
        // a session of its own: Ctrl-C in the terminal does not reach it
        command.add(SETSID.toString());
      }
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(
          List.of(
              "-Xms64m",
              "-Xmx" + heapMib + "m",
              "-XX:+UseSerialGC",
              "-XX:+ExitOnOutOfMemoryError",
              "-Dtapedeck.root=" + io.tapedeck.launcher.Settings.root(),
              "@" + argumentFile,
              "io.tapedeck.launcher.Main"));
      command.addAll(arguments);
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
      builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
      Files.writeString(pidFile(), Long.toString(builder.start().pid()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  /** The running process, if it runs. */
  public Optional<ProcessHandle> find() {
    try {
      if (!Files.exists(pidFile())) {
        return Optional.empty();
      }
      long pid = Long.parseLong(Files.readString(pidFile()).strip());
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(PartProcess::ours);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + pidFile(), e);
    }
  }

  /** True if it was started, never stopped, and yet does not run. */
  public boolean leftBehind() {
    return Files.exists(pidFile()) && find().isEmpty();
  }

  /** Guards against a pid that was given to another program; setsid is what it is before java. */
  private static boolean ours(ProcessHandle process) {
    return process
        .info()
        .command()
        .map(command -> command.endsWith("java") || command.endsWith("setsid"))
        .orElse(true);
  }

  /** Ends it orderly, or by force after half a minute. */
  public void stop() {
    find()
        .ifPresent(
            process -> {
              process.destroy();
              if (!gone(process)) {
                process.destroyForcibly();
                gone(process);
              }
            });
    forget();
  }

  /** Ends it without any chance to clean up (SIGKILL). */
  public void kill() {
    find()
        .ifPresent(
            process -> {
              process.destroyForcibly();
              gone(process);
            });
    forget();
  }

  private void forget() {
    try {
      Files.deleteIfExists(pidFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + pidFile(), e);
    }
  }

  private static boolean gone(ProcessHandle process) {
    try {
      process.onExit().get(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for pid " + process.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }
}
