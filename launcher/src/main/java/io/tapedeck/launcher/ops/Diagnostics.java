package io.tapedeck.launcher.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.StackConfig;
import io.tapedeck.launcher.doctor.Doctor;
import io.tapedeck.launcher.doctor.Finding;
import io.tapedeck.launcher.stack.Endpoints;
import io.tapedeck.launcher.stack.Home;
import io.tapedeck.launcher.stack.LimitsFile;
import io.tapedeck.launcher.stack.Services;
import io.tapedeck.runtime.health.BuildInfo;
import io.tapedeck.runtime.resources.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What somebody needs who shall help: system, version, redacted config, logs, errors, metrics. Only
 * what is named here is taken: never a token, a key, an environment variable's value, a heap dump
 * or a record of the tape.
 */
public final class Diagnostics {
  private static final int MOST_EVENTS = 20_000;
  private static final int MOST_ERRORS = 1_000;

  private final Settings settings;
  private final Home home;

  public Diagnostics(Settings settings) {
    this.settings = settings;
    this.home = new Home(settings.stack().home());
  }

  /**
   * Writes them into an archive.
   *
   * @param status what {@code status} says, for JSON
   * @param sinceMillis logs since then
   */
  public void collect(Archive archive, Object status, long sinceMillis)
      throws IOException, InterruptedException {
    archive.text("system.json", json(system()));
    archive.text("status.json", json(status));
    archive.text(
        "doctor.json",
        json(new Doctor(settings, List.of()).examine().stream().map(Finding::row).toList()));
    archive.text("config/tapedeck.yaml", settings.loaded().maskedYaml());
    archive.text("config/origins.json", json(new LinkedHashMap<>(settings.loaded().origins())));
    Path limits = LimitsFile.beside(settings);
    if (Files.exists(limits)) {
      archive.text("config/risk-limits.yaml", Files.readString(limits));
    }
    logs(archive, sinceMillis);
    metrics(archive);
  }

  private void logs(Archive archive, long sinceMillis) throws IOException {
    for (String part : home.logFiles().keySet()) {
      archive.text(
          "logs/" + part + ".log",
          lines(
              LogFiles.read(
                  home, new LogFiles.Wanted(sinceMillis, "TRACE", part, null, MOST_EVENTS))));
    }
    archive.text(
        "errors.log",
        lines(
            LogFiles.read(
                home, new LogFiles.Wanted(sinceMillis, "WARN", null, null, MOST_ERRORS))));
  }

  private static String lines(List<LogFiles.Event> events) {
    StringBuilder text = new StringBuilder();
    for (LogFiles.Event event : events) {
      text.append(Instant.ofEpochMilli(event.millis()))
          .append(' ')
          .append(event.level())
          .append(' ')
          .append(event.part())
          .append(' ')
          .append(event.logger())
          .append(": ")
          .append(event.text())
          .append('\n');
    }
    return text.toString();
  }

  private void metrics(Archive archive) throws IOException {
    StackConfig stack = settings.stack();
    List<String> parts = new ArrayList<>(Services.ALL);
    parts.add(Services.LAG);
    parts.add("demo");
    for (String part : parts) {
      String text = Endpoints.metrics(stack.host(), Services.port(part, stack)).orElse(null);
      if (text != null) {
        archive.text("metrics/" + part + ".txt", text);
      }
    }
  }

  /** OS, version, memory: what a request for help names first. */
  public Map<String, Object> system() {
    BuildInfo build = BuildInfo.load();
    Resources now = Resources.now(home.folder());
    Map<String, Object> system = new LinkedHashMap<>();
    system.put("version", build.version());
    system.put("commit", build.commit());
    system.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    system.put("arch", System.getProperty("os.arch"));
    system.put("java", Runtime.version().toString());
    system.put("processors", Runtime.getRuntime().availableProcessors());
    system.put("memory_total_bytes", Resources.memoryBytes("MemTotal"));
    system.put("memory_available_bytes", Resources.memoryBytes("MemAvailable"));
    system.put("cpu_percent", now.cpu());
    system.put("memory_percent", now.memory());
    system.put("disk_percent", now.disk());
    system.put("time", Instant.now().toString());
    return system;
  }

  static String json(Object value) {
    try {
      return new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not a value for JSON: " + value, e);
    }
  }
}
