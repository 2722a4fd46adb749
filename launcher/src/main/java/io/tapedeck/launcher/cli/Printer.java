package io.tapedeck.launcher.cli;

import io.tapedeck.runtime.redaction.ControlCharacters;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prints aligned columns. Symbols and words of venues come from outside: what would move the cursor
 * or begin a line is made visible.
 */
final class Printer {
  private final List<String[]> rows = new ArrayList<>();

  Printer row(@Nullable Object... cells) {
    String[] texts = new String[cells.length];
    for (int i = 0; i < cells.length; i++) {
      texts[i] = ControlCharacters.escape(String.valueOf(cells[i]));
    }
    rows.add(texts);
    return this;
  }

  /** Rows of the same keys: the keys become the head, nulls a dash. */
  static Printer of(List<Map<String, Object>> rows) {
    Printer printer = new Printer();
    if (!rows.isEmpty()) {
      printer.row(rows.get(0).keySet().stream().map(key -> key.toUpperCase(Locale.ROOT)).toArray());
    }
    rows.forEach(
        row -> printer.row(row.values().stream().map(cell -> cell == null ? "-" : cell).toArray()));
    return printer;
  }

  void print(PrintWriter out) {
    int columns = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        line.append(row[i]);
        if (i < row.length - 1) {
          line.append(" ".repeat(widths[i] - row[i].length() + 2));
        }
      }
      out.println(line);
    }
    out.flush();
  }
}
