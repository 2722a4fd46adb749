package io.tapedeck.launcher.ops;

import io.tapedeck.console.control.Commander;
import io.tapedeck.console.kafka.CommandWriter;
import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.executor.ExecutorConfig;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.stack.Endpoints;
import io.tapedeck.launcher.stack.Home;
import io.tapedeck.launcher.stack.PartProcess;
import io.tapedeck.launcher.stack.Services;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.kafka.KafkaConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/**
 * The emergency stop, quickest first:
 *
 * <ol>
 *   <li>the kill file: the executor sends nothing more and cancels all that works at the venue,
 *       whether or not Kafka answers, and still after a restart
 *   <li>the signal, for an executor that cannot read its disk
 *   <li>a halt on the control topic, where a broker answers, so that risk refuses everything, too
 * </ol>
 */
public final class EmergencyStop {
  private static final int PROBE_MILLIS = 300;

  private final Settings settings;
  private final Map<String, String> steps = new LinkedHashMap<>();

  public EmergencyStop(Settings settings) {
    this.settings = settings;
  }

  /** What each step came to, in order. */
  public Map<String, String> steps() {
    return steps;
  }

  /**
   * Stops trading.
   *
   * @return false if neither file nor signal nor record could be placed
   */
  public boolean engage(String by, String reason) {
    boolean file = kill(by, reason);
    boolean signal = signal();
    boolean record = command(ControlAction.HALT, by, reason);
    return file || signal || record;
  }

  /** Lets trading go on: the file is removed, and the halt ended where a broker answers. */
  public boolean release(String by, String reason) {
    Path file = killFile();
    boolean removed;
    try {
      removed = Files.deleteIfExists(file);
      steps.put("kill_file", removed ? "removed " + file : "there was none at " + file);
    } catch (IOException e) {
      steps.put("kill_file", "FAILED: " + file + " cannot be removed: " + e);
      return false;
    }
    return command(ControlAction.RESUME, by, reason);
  }

  private Path killFile() {
    return settings.section(ExecutorConfig.class).killFile().toAbsolutePath();
  }

  private boolean kill(String by, String reason) {
    Path file = killFile();
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, by + ": " + reason + "\n", StandardCharsets.UTF_8);
      steps.put("kill_file", "written: " + file);
      return true;
    } catch (IOException e) {
      steps.put("kill_file", "FAILED: " + file + " cannot be written: " + e);
      return false;
    }
  }

  private boolean signal() {
    Optional<ProcessHandle> executor =
        new PartProcess("executor", new Home(settings.stack().home()).run()).find();
    if (executor.isEmpty()) {
      steps.put(
          "signal", "no executor of 'tapedeck up' runs here; one elsewhere needs its own stop");
      return false;
    }
    long pid = executor.get().pid();
    try {
      boolean sent = new ProcessBuilder("kill", "-USR1", Long.toString(pid)).start().waitFor() == 0;
      steps.put("signal", sent ? "sent to the executor, pid " + pid : "FAILED: kill -USR1 " + pid);
      return sent;
    } catch (IOException e) {
      steps.put("signal", "FAILED: " + e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean command(ControlAction action, String by, String reason) {
    String servers = settings.section(KafkaConfig.class).bootstrapServers();
    if (!answers(servers)) {
      steps.put(
          "record",
          "no broker answers at " + servers + ": " + action + " is not on the tape; say it again");
      return false;
    }
    Platform platform =
        settings
            .with("kafka.request_timeout_ms=1500", "schema_registry.max_wait_ms=1000")
            .platform("stop");
    try (CommandWriter writer = new CommandWriter(platform)) {
      Commander commander = new Commander(writer::write, platform.clock()::epochNanos);
      steps.put("record", action + " written: " + commander.order(action, null, by, reason).view());
      return true;
    } catch (KafkaException
        | IllegalStateException
        | io.tapedeck.schemas.registry.RegistryException e) {
      steps.put("record", "FAILED: " + action + " could not be written: " + e.getMessage());
      return false;
    }
  }

  private static boolean answers(String servers) {
    for (String server : servers.split(",", -1)) {
      int colon = server.lastIndexOf(':');
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(
                server.substring(0, colon).strip(),
                Integer.parseInt(server.substring(colon + 1).strip())),
            PROBE_MILLIS);
        return true;
      } catch (IOException e) {
        // the next one may answer
      }
    }
    return false;
  }

  /** What the executor says of itself, if its endpoint answers. */
  public Optional<String> executorSays() {
    int port = Services.port("executor", settings.stack());
    return Endpoints.ready(settings.stack().host(), port).map(health -> health.detail("executor"));
  }
}
