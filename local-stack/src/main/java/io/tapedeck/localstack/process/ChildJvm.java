package io.tapedeck.localstack.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One running child JVM of this JVM's own Java and class path. Methods may be called from any
 * thread; each signal is delivered before the call returns.
 */
public final class ChildJvm {
  private static final Duration STOP_WITHIN = Duration.ofSeconds(30);
  private static final Duration KILL_WITHIN = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 20;
  private static final int TAIL_LINES = 25;
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final ChildSpec spec;
  private final ProcessHandle process;

  private ChildJvm(ChildSpec spec, ProcessHandle process) {
    this.spec = spec;
    this.process = process;
  }

  /**
   * Starts the child and returns when it serves.
   *
   * @throws LocalStackException if it ends or stays silent instead; with the end of its log
   */
  public static ChildJvm start(ChildSpec spec) {
    requireNone(spec);
    try {
      Files.createDirectories(spec.directory());
      Files.deleteIfExists(spec.readyFile());
      Files.deleteIfExists(spec.outputFile());
      Files.writeString(spec.argumentFile(), argumentFile(spec));
      ChildJvm child = new ChildJvm(spec, command(spec).start().toHandle());
      child.awaitReady();
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the " + spec.name(), e);
    }
  }

  static void requireNone(ChildSpec spec) {
    find(spec)
        .ifPresent(
            other -> {
              throw new LocalStackException(
                  "The "
                      + spec.name()
                      + " of "
                      + spec.directory()
                      + " is already running as pid "
                      + other.pid()
                      + ". Stop it first or use another directory.");
            });
  }

  /** The child that an earlier process left running with this specification, if there is one. */
  public static Optional<ChildJvm> find(ChildSpec spec) {
    return ReadyFile.liveProcess(spec.readyFile()).map(process -> new ChildJvm(spec, process));
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it without any chance to clean up (SIGKILL); returns when it is gone. */
  public void kill() {
    process.destroyForcibly();
    if (!ended(KILL_WITHIN)) {
      throw new LocalStackException("pid " + pid() + " survived SIGKILL");
    }
  }

  /** Freezes it (SIGSTOP): sockets stay open, nothing is answered. */
  public void pause() {
    signal("STOP");
  }

  /** Ends a {@link #pause()} (SIGCONT). */
  public void resume() {
    signal("CONT");
  }

  /**
   * Asks it to end (SIGTERM), insists after half a minute (SIGKILL). Does nothing if it is gone.
   */
  public void stop() {
    if (!process.isAlive()) {
      return;
    }
    process.destroy();
    resume();
    if (!ended(STOP_WITHIN)) {
      kill();
    }
  }

  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + spec.readyWithin().toNanos();
    try {
      while (!Files.exists(spec.readyFile())) {
        if (!process.isAlive()) {
          throw new LocalStackException("The " + spec.name() + " ended while starting." + tail());
        }
        if (System.nanoTime() > deadline) {
          kill();
          throw new LocalStackException(
              "The " + spec.name() + " was not ready within " + spec.readyWithin() + "." + tail());
        }
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new LocalStackException("Interrupted while starting the " + spec.name(), e);
    }
  }

  private boolean ended(Duration within) {
    try {
      process.onExit().get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new LocalStackException("Cannot wait for pid " + pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalStackException("Interrupted while waiting for the end of pid " + pid(), e);
    }
  }

  private void signal(String name) {
    if (!process.isAlive()) {
      return;
    }
    try {
      // The shell's own kill is there even where the procps package is not.
      Process kill =
          new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid())
              .redirectErrorStream(true)
              .start();
      String output = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (kill.waitFor() != 0 && process.isAlive()) {
        throw new LocalStackException("kill -" + name + " " + pid() + ": " + output.trim());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot signal pid " + pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalStackException("Interrupted while signalling pid " + pid(), e);
    }
  }

  private static ProcessBuilder command(ChildSpec spec) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      // A session of its own: Ctrl-C in the terminal must reach the services first, and find the
      // broker still up to take their last commits. setsid execs, so the pid stays the child's.
      command.add(SETSID.toString());
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + spec.argumentFile().toAbsolutePath());
    command.add(spec.mainClass());
    command.add(spec.configuration().toAbsolutePath().toString());
    command.add(spec.readyFile().toAbsolutePath().toString());
    command.add(spec.detached() ? ProcessShell.IGNORE_STDIN : ProcessShell.WATCH_STDIN);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true).redirectOutput(spec.outputFile().toFile());
    if (spec.detached()) {
      builder.redirectInput(new File("/dev/null"));
    }
    return builder;
  }

  /** Class paths outgrow command lines; this file also keeps the process list readable. */
  private static String argumentFile(ChildSpec spec) {
    List<String> options = new ArrayList<>(spec.jvmOptions());
    options.add("-Djava.net.preferIPv4Stack=true");
    options.add("-Djava.awt.headless=true");
    options.add("-XX:+ExitOnOutOfMemoryError");
    options.add("-Dlogback.configurationFile=io/tapedeck/localstack/logback-child.xml");
    options.add("-Dlog4j2.configurationFile=io/tapedeck/localstack/log4j2-child.xml");
    options.add("-Dtapedeck.child.log=" + spec.logFile().toAbsolutePath());
    options.add("-classpath");
    options.add(System.getProperty("java.class.path"));
    StringBuilder file = new StringBuilder();
    for (String option : options) {
      file.append('"').append(option.replace("\\", "\\\\").replace("\"", "\\\"")).append("\"\n");
    }
    return file.toString();
  }

  private String tail() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path file : List.of(spec.outputFile(), spec.logFile())) {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (!lines.isEmpty()) {
        text.append("\nEnd of ").append(file).append(":\n");
        lines
            .subList(Math.max(0, lines.size() - TAIL_LINES), lines.size())
            .forEach(line -> text.append("  ").append(line).append('\n'));
      }
    }
    return text.toString();
  }
}
