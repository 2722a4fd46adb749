package io.tapedeck.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapedeck.launcher.stack.ProcessStack;
import io.tapedeck.launcher.stack.Services;
import io.tapedeck.simulator.VenueSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The market of a venue that is a process of its own, through its control endpoint. */
final class MarketElsewhere implements PlayedMarket {
  private static final int TIMEOUT_MILLIS = 5_000;

  private final ProcessStack stack;
  private final ObjectMapper json = new ObjectMapper();

  MarketElsewhere(ProcessStack stack) {
    this.stack = stack;
  }

  @Override
  public void play() {
    call("POST", "play");
  }

  @Override
  public Progress progress() {
    JsonNode state = call("GET", "state");
    List<BadRow> bad = new ArrayList<>();
    state
        .path("bad_rows")
        .forEach(
            row -> bad.add(new BadRow(row.path("line").asLong(), row.path("reason").asText())));
    return new Progress(
        state.path("finished").asBoolean(),
        state.path("ticks_total").asLong(),
        state.path("ticks_sent").asLong(),
        bad);
  }

  private JsonNode call(String method, String what) {
    String url = stack.venueUrl() + "/control/" + what;
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setRequestMethod(method);
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      try (InputStream in = connection.getInputStream()) {
        return json.readTree(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the venue does not answer at " + url, e);
    }
  }

  @Override
  public Path ledgerFile() {
    return stack.home().simulator().resolve(VenueSimulator.LEDGER_FILE);
  }

  @Override
  public @Nullable String failure() {
    for (String name : Services.ALL) {
      if (stack.part(name).find().isEmpty()) {
        return name + " ended; see " + stack.part(name).logFile();
      }
    }
    return null;
  }
}
