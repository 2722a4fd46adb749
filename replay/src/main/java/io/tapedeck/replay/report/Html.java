package io.tapedeck.replay.report;

import java.util.List;

/** Writes HTML; whatever is given as text is escaped. For one thread. */
final class Html {
  private final StringBuilder out = new StringBuilder(1 << 16);

  /** Text that can stand in an element or in a quoted attribute. */
  static String escape(Object text) {
    String plain = String.valueOf(text);
    StringBuilder safe = new StringBuilder(plain.length() + 16);
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c < ' ' && c != '\n' && c != '\t' ? ' ' : c);
      }
    }
    return safe.toString();
  }

  /** Markup as it is, from this package only. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /** An element with text in it. */
  Html element(String tag, Object text) {
    out.append('<').append(tag).append('>').append(escape(text)).append("</");
    out.append(tag).append(">\n");
    return this;
  }

  /** Begins a section with a heading and, if not empty, a line that says what is shown. */
  Html section(String heading, String explanation) {
    raw("<section>\n").element("h2", heading);
    return explanation.isEmpty()
        ? this
        : raw("<p class=\"note\">").raw(escape(explanation)).raw("</p>\n");
  }

  Html end() {
    return raw("</section>\n");
  }

  /** A table; a cell that is a number is set to the right. */
  Html table(List<String> head, List<? extends List<?>> rows) {
    raw("<div class=\"scroll\"><table><thead><tr>");
    for (int i = 0; i < head.size(); i++) {
      boolean right = !rows.isEmpty() && numeric(rows.get(0).get(i));
      raw(right ? "<th class=\"num\">" : "<th>").raw(escape(head.get(i))).raw("</th>");
    }
    raw("</tr></thead><tbody>\n");
    for (List<?> row : rows) {
      raw("<tr>");
      for (Object cell : row) {
        raw(numeric(cell) ? "<td class=\"num\">" : "<td>").raw(escape(cell)).raw("</td>");
      }
      raw("</tr>\n");
    }
    return raw("</tbody></table></div>\n");
  }

  private static boolean numeric(Object cell) {
    return cell instanceof Number || String.valueOf(cell).matches("[-−+]?[0-9][0-9.,]*( ?%)?|–");
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
