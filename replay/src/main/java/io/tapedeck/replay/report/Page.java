package io.tapedeck.replay.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The frame of a report: one file, which may load nothing, dark or light as its reader likes. */
final class Page {
  /** Nothing is loaded or sent, whatever a text in the report may contain. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

  private Page() {}

  static String of(String title, String subtitle, Html body) {
    Html page = new Html();
    page.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.raw("<link rel=\"icon\" href=\"data:,\">\n");
    page.element("title", title);
    page.raw("<style>\n" + resource("page.css") + "</style>\n</head>\n<body>\n<header><div>\n");
    page.element("h1", title).raw("<p class=\"note\">").raw(Html.escape(subtitle));
    page.raw("</p></div><button id=\"theme\" type=\"button\">Dark / light</button></header>\n");
    page.raw(body.toString());
    page.raw("<script>\n" + resource("page.js") + "</script>\n</body>\n</html>\n");
    return page.toString();
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
