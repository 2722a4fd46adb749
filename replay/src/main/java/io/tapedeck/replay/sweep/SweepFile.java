package io.tapedeck.replay.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.replay.sweep.Sweep.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a sweep as JSON lines, each written when its run is done. A sweep that was broken off
 * goes on where its file ends; a last line that was cut off is left out and made again. One writer.
 */
public final class SweepFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Map<String, Row> rows = new LinkedHashMap<>();

  /**
   * Opens a file that may exist.
   *
   * @throws IllegalArgumentException if a line of it, other than the last, is no row
   */
  public SweepFile(Path file) {
    this.file = file;
    if (!Files.exists(file)) {
      return;
    }
    try {
      String text = Files.readString(file);
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      int number = 0;
      for (String line : whole.lines().toList()) {
        number++;
        Row row = read(line, number);
        rows.put(row.key(), row);
      }
      if (whole.length() < text.length()) {
        Files.writeString(file, whole);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private Row read(String line, int number) {
    try {
      JsonNode node = JSON.readTree(line);
      TreeMap<String, String> parameters =
          JSON.convertValue(node.path("parameters"), new TypeReference<>() {});
      Map<String, Object> figures =
          JSON.convertValue(node.path("figures"), new TypeReference<>() {});
      if (!node.hasNonNull("key") || parameters == null || figures == null) {
        throw new IllegalArgumentException(
            file + ":" + number + ": no row of a sweep; name another --out");
      }
      return new Row(node.get("key").asText(), parameters, figures);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          file + ":" + number + ": no row of a sweep; name another --out", e);
    }
  }

  /** Rows by key. */
  public Map<String, Row> rows() {
    return Map.copyOf(rows);
  }

  /** Adds a row. */
  public void add(Row row) {
    rows.put(row.key(), row);
    write(List.of(row), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Writes the file anew with these rows, in their order. */
  public void put(List<Row> all) {
    write(all, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
  }

  private void write(List<Row> some, StandardOpenOption... how) {
    StringBuilder text = new StringBuilder();
    for (Row row : some) {
      ObjectNode node = JSON.createObjectNode().put("key", row.key());
      node.set("parameters", JSON.valueToTree(row.parameters()));
      node.set("figures", JSON.valueToTree(row.figures()));
      text.append(node).append('\n');
    }
    try {
      Files.writeString(file, text, StandardCharsets.UTF_8, how);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** The same rows as CSV, parameters first. */
  public static String csv(List<Row> rows) {
    StringBuilder text = new StringBuilder();
    if (rows.isEmpty()) {
      return "";
    }
    List<String> parameters = new ArrayList<>(rows.get(0).parameters().keySet());
    List<String> figures = new ArrayList<>(rows.get(0).figures().keySet());
    List<String> head = new ArrayList<>(parameters);
    head.addAll(figures);
    text.append(String.join(",", head.stream().map(SweepFile::cell).toList())).append('\n');
    for (Row row : rows) {
      List<String> cells = new ArrayList<>();
      parameters.forEach(name -> cells.add(cell(row.parameters().get(name))));
      figures.forEach(name -> cells.add(cell(row.figures().get(name))));
      text.append(String.join(",", cells)).append('\n');
    }
    return text.toString();
  }

  private static String cell(@Nullable Object value) {
    String text = value == null ? "" : value.toString();
    return text.matches("[^\",\n\r]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
