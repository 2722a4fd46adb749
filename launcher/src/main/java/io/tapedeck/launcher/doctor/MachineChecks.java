package io.tapedeck.launcher.doctor;

import io.tapedeck.console.ConsoleConfig;
import io.tapedeck.executor.ExecutorConfig;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.SimulatorSection;
import io.tapedeck.launcher.StackConfig;
import io.tapedeck.runtime.health.PortOwner;
import io.tapedeck.runtime.kafka.KafkaConfig;
import io.tapedeck.runtime.resources.Resources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Java, memory, CPU, disk, folders, ports. */
final class MachineChecks {
  private static final int JAVA = 17;
  private static final double FULL_DISK = 90;
  private static final double BUSY = 90;

  private final Settings settings;

  MachineChecks(Settings settings) {
    this.settings = settings;
  }

  List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.addAll(resources());
    folders().forEach((check, folder) -> findings.add(writable(check, folder)));
    findings.add(dotEnv());
    findings.add(killFile());
    ports().forEach((setting, port) -> findings.add(port(setting, port)));
    return findings;
  }

  private static Finding java() {
    int version = Runtime.version().feature();
    String found = Runtime.version() + " on " + System.getProperty("os.arch");
    return version >= JAVA
        ? Finding.ok("java", found)
        : Finding.fail("java", found, "install a JDK 17 and put it on JAVA_HOME");
  }

  private List<Finding> resources() {
    Resources now = Resources.now(settings.stack().home());
    return List.of(
        used("memory", now.memory(), BUSY, "end other programs, or use a larger machine"),
        used("cpu", now.cpu(), BUSY, "see 'top'; fewer symbols: market_data.symbols"),
        used(
            "disk",
            now.disk(),
            FULL_DISK,
            "make room: the broker stops when the disk of stack.home is full"));
  }

  private static Finding used(String what, double percent, double most, String remedy) {
    if (Double.isNaN(percent)) {
      return Finding.skipped(what, "the system does not tell");
    }
    String found = String.format(Locale.ROOT, "%.0f %% used", percent);
    return percent > most ? Finding.warn(what, found, remedy) : Finding.ok(what, found);
  }

  private Map<String, Path> folders() {
    Map<String, Path> folders = new LinkedHashMap<>();
    folders.put("stack.home", settings.stack().home());
    folders.put("kafka.state_dir", settings.section(KafkaConfig.class).stateDir());
    folders.put("execution.state_dir", settings.section(ExecutorConfig.class).stateDir());
    return folders;
  }

  private static Finding writable(String check, Path folder) {
    Path present = Resources.present(folder);
    if (Files.isDirectory(present) && Files.isWritable(present)) {
      return Finding.ok(
          check, folder + (present.equals(folder.toAbsolutePath()) ? "" : " (will be made)"));
    }
    return Finding.fail(
        check,
        present + " cannot be written by " + System.getProperty("user.name"),
        "chown it, or set " + check + " to another folder");
  }

  private static Finding dotEnv() {
    Path file = Settings.root().resolve(".env");
    if (!Files.exists(file)) {
      return Finding.skipped(".env", "there is none; secrets come from the environment");
    }
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      return permissions.contains(PosixFilePermission.OTHERS_READ)
          ? Finding.warn(".env", file + " can be read by everybody here", "chmod 600 " + file)
          : Finding.ok(".env", file.toString());
    } catch (IOException | UnsupportedOperationException e) {
      return Finding.skipped(".env", "its permissions cannot be read: " + e.getMessage());
    }
  }

  private Finding killFile() {
    Path file = settings.section(ExecutorConfig.class).killFile();
    return Files.exists(file)
        ? Finding.warn(
            "kill file",
            file + " exists: no order leaves",
            "when the cause is known: tapedeck stop --release --reason TEXT")
        : Finding.ok("kill file", "there is none");
  }

  private Map<String, Integer> ports() {
    StackConfig stack = settings.stack();
    SimulatorSection simulator = settings.section(SimulatorSection.class);
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put("stack.broker_port", stack.brokerPort());
    ports.put("stack.registry_port", stack.registryPort());
    ports.put("stack.metrics_port", stack.metricsPort());
    ports.put("stack.ingest_port", stack.ingestPort());
    ports.put("stack.signals_port", stack.signalsPort());
    ports.put("stack.risk_port", stack.riskPort());
    ports.put("stack.executor_port", stack.executorPort());
    ports.put("stack.lag_port", stack.lagPort());
    ports.put("console.port", settings.section(ConsoleConfig.class).port());
    ports.put("simulator.rest_port", simulator.restPort());
    ports.put("simulator.websocket_port", simulator.websocketPort());
    ports.values().removeIf(port -> port == 0);
    return ports;
  }

  private static Finding port(String setting, int port) {
    String check = "port " + port;
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return Finding.ok(check, "free (" + setting + ")");
    } catch (IOException e) {
      String owner = PortOwner.of(port).orElse("a process of another user");
      return owner.endsWith(" java")
          ? Finding.ok(check, "held by " + owner + " (" + setting + ")")
          : Finding.warn(
              check,
              "Address already in use by " + owner + " (" + setting + ")",
              "stop it, or choose another port with " + setting);
    }
  }
}
