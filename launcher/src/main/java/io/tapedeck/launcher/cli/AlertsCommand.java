package io.tapedeck.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapedeck.console.ConsoleConfig;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.stack.Home;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alerts ls|acknowledge}: asks the console of this machine. */
@Command(
    name = "alerts",
    description = "Alerts that the console was told of by Alertmanager.",
    subcommands = {AlertsCommand.Ls.class, AlertsCommand.Acknowledge.class})
final class AlertsCommand {
  private static final int WITHIN_MILLIS = 5_000;

  private AlertsCommand() {}

  private static JsonNode ask(Settings settings, String method, String path, @Nullable Object body)
      throws IOException {
    ConsoleConfig console = settings.section(ConsoleConfig.class);
    String url = "http://127.0.0.1:" + console.port() + "/api/v1/alerts" + path;
    HttpURLConnection call = (HttpURLConnection) URI.create(url).toURL().openConnection();
    call.setRequestMethod(method);
    call.setConnectTimeout(WITHIN_MILLIS);
    call.setReadTimeout(WITHIN_MILLIS);
    call.setRequestProperty("Authorization", "Bearer " + token(settings));
    if (body != null) {
      call.setDoOutput(true);
      call.setRequestProperty("Content-Type", "application/json");
      call.getOutputStream().write(new ObjectMapper().writeValueAsBytes(body));
    }
    int status = call.getResponseCode();
    try (InputStream in = status < 400 ? call.getInputStream() : call.getErrorStream()) {
      JsonNode answer = new ObjectMapper().readTree(in);
      if (status >= 400) {
        throw new IllegalStateException(
            "the console answers " + status + ": " + answer.path("error").asText());
      }
      return answer;
    }
  }

  private static String token(Settings settings) throws IOException {
    Path file = new Home(settings.stack().home()).console().resolve("token");
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        if (line.startsWith("control ")) {
          return line.substring("control ".length());
        }
      }
    }
    throw new IllegalStateException(
        "no control token in " + file + ": the console writes it at its first start");
  }

  @Command(name = "ls", description = "Lists what fires, and who acknowledged it.")
  static final class Ls implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
      JsonNode answer = ask(common.settings(), "GET", "", null);
      if (common.json()) {
        spec.commandLine().getOut().println(CommonOptions.toJson(answer));
        return 0;
      }
      List<Map<String, Object>> rows = new ArrayList<>();
      for (JsonNode alert : answer.path("alerts")) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (String field :
            List.of("id", "name", "severity", "seconds", "acknowledged_by", "summary")) {
          row.put(field, alert.path(field).isNull() ? "-" : alert.path(field).asText());
        }
        rows.add(row);
      }
      Printer.of(rows).print(spec.commandLine().getOut());
      return 0;
    }
  }

  @Command(
      name = "acknowledge",
      aliases = "ack",
      description = "Says that somebody is on it: the alert will not trip the breaker.")
  static final class Acknowledge implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "ID", description = "As 'alerts ls' names it.")
    private String id = "";

    @Option(names = "--by", paramLabel = "WHO", description = "Who (default: this session's user).")
    private String by = System.getProperty("user.name", "cli");

    @Override
    public Integer call() throws IOException {
      String path = "/" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "/acknowledge";
      JsonNode answer = ask(common.settings(), "POST", path, Map.of("actor", by));
      spec.commandLine().getOut().println(CommonOptions.toJson(answer));
      return 0;
    }
  }
}
