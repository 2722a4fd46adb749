package io.tapedeck.launcher.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapedeck.launcher.stack.Home;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The logs that the parts of a local stack leave in their home folder, text or JSON. */
public final class LogFiles {
  /** In order of gravity. */
  public static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");

  private static final Pattern LINE =
      Pattern.compile("(\\S+Z) (TRACE|DEBUG|INFO|WARN|ERROR) +\\[.*?] (\\S+) (.*)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private LogFiles() {}

  /**
   * One event; a stack trace belongs to the event that it follows.
   *
   * @param millis since the epoch
   */
  public record Event(long millis, String level, String part, String logger, String text) {}

  /**
   * What is asked for.
   *
   * @param sinceMillis of this time or later
   * @param least level, or graver
   * @param part of this one only; null for all
   * @param contains only with this text, in any case; null for all
   * @param most the newest so many
   */
  public record Wanted(
      long sinceMillis, String least, @Nullable String part, @Nullable String contains, int most) {
    boolean takes(Event event) {
      return event.millis() >= sinceMillis
          && LEVELS.indexOf(event.level()) >= LEVELS.indexOf(least)
          && (contains == null
              || event
                  .text()
                  .toLowerCase(java.util.Locale.ROOT)
                  .contains(contains.toLowerCase(java.util.Locale.ROOT)));
    }
  }

  /** The events of all files, oldest first. */
  public static List<Event> read(Home home, Wanted wanted) {
    Deque<Event> events = new ArrayDeque<>();
    List<Event> all = new ArrayList<>();
    for (Map.Entry<String, Path> file : home.logFiles().entrySet()) {
      if (wanted.part() == null || wanted.part().equals(file.getKey())) {
        readFile(file.getKey(), file.getValue(), wanted, events);
        all.addAll(events);
        events.clear();
      }
    }
    all.sort(Comparator.comparingLong(Event::millis));
    return all.subList(Math.max(0, all.size() - wanted.most()), all.size());
  }

  private static void readFile(String part, Path file, Wanted wanted, Deque<Event> kept) {
    // a killed process may leave half a character behind
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    try (BufferedReader lines =
        new BufferedReader(new java.io.InputStreamReader(Files.newInputStream(file), decoder))) {
      Event open = null;
      StringBuilder more = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Event begun = parse(part, line);
        if (begun == null) {
          more.append('\n').append(line);
          continue;
        }
        keep(open, more, wanted, kept);
        open = begun;
        more.setLength(0);
      }
      keep(open, more, wanted, kept);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static void keep(
      @Nullable Event open, StringBuilder more, Wanted wanted, Deque<Event> kept) {
    if (open == null) {
      return;
    }
    Event whole =
        more.length() == 0
            ? open
            : new Event(
                open.millis(), open.level(), open.part(), open.logger(), open.text() + more);
    if (wanted.takes(whole)) {
      kept.addLast(whole);
      if (kept.size() > wanted.most()) {
        kept.removeFirst();
      }
    }
  }

  static @Nullable Event parse(String part, String line) {
    if (line.startsWith("{")) {
      return parseJson(part, line);
    }
    Matcher text = LINE.matcher(line);
    if (!text.matches()) {
      return null;
    }
    try {
      String said = text.group(4);
      return new Event(
          Instant.parse(text.group(1)).toEpochMilli(),
          text.group(2),
          part,
          text.group(3),
          said.startsWith("- ") ? said.substring(2) : said);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Event parseJson(String part, String line) {
    try {
      JsonNode event = JSON.readTree(line);
      String stack = event.path("stack_trace").asText("");
      return new Event(
          java.time.OffsetDateTime.parse(event.path("@timestamp").asText())
              .toInstant()
              .toEpochMilli(),
          event.path("level").asText("INFO"),
          part,
          event.path("logger_name").asText(""),
          event.path("message").asText("") + (stack.isEmpty() ? "" : "\n" + stack));
    } catch (JsonProcessingException | DateTimeException e) {
      return null;
    }
  }
}
