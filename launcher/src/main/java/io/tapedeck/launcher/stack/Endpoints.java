package io.tapedeck.launcher.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the parts' endpoints say: health and metrics. */
public final class Endpoints {
  private static final int WITHIN_MILLIS = 2_000;

  private Endpoints() {}

  /**
   * Readiness of a part.
   *
   * @param ready true if all checks pass
   * @param checks name, status and detail of each
   */
  public record Health(boolean ready, JsonNode checks) {
    /** The detail of a check; empty if there is none of the name. */
    public String detail(String check) {
      for (JsonNode each : checks) {
        if (each.path("name").asText().equals(check)) {
          return each.path("detail").asText();
        }
      }
      return "";
    }

    /** Checks that fail, as text. */
    public String problems() {
      List<String> failing = new ArrayList<>();
      for (JsonNode each : checks) {
        if (!each.path("status").asText().equals("UP")) {
          failing.add(each.path("name").asText() + ": " + each.path("detail").asText());
        }
      }
      return String.join("; ", failing);
    }
  }

  /** Readiness; empty if nothing answers there. */
  public static Optional<Health> ready(String host, int port) {
    return get("http://" + host + ":" + port + "/health/ready")
        .map(
            text -> {
              try {
                JsonNode answer = new ObjectMapper().readTree(text);
                return new Health(
                    answer.path("status").asText().equals("UP"), answer.path("checks"));
              } catch (IOException e) {
                return new Health(false, new ObjectMapper().createArrayNode());
              }
            });
  }

  /** The text of {@code /metrics}; empty if nothing answers there. */
  public static Optional<String> metrics(String host, int port) {
    return get("http://" + host + ":" + port + "/metrics");
  }

  private static Optional<String> get(String url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(WITHIN_MILLIS);
      connection.setReadTimeout(WITHIN_MILLIS);
      try (InputStream in =
          connection.getResponseCode() < 400
              ? connection.getInputStream()
              : connection.getErrorStream()) {
        return in == null
            ? Optional.empty()
            : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
