package io.tapedeck.console.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of the web page, from the class path. They hold no data, so nobody needs a token for
 * them; the page asks for one and sends it as a header, so that no other site's form or link can
 * act in its name. It loads nothing from elsewhere, and may not.
 */
final class Pages {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'"
          + " data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private record Page(String type, String text) {}

  private final Map<String, Page> pages =
      Map.of(
          "/", page("index.html", "text/html; charset=utf-8"),
          "/console.css", page("console.css", "text/css; charset=utf-8"),
          "/console.js", page("console.js", "text/javascript; charset=utf-8"),
          "/favicon.svg", page("favicon.svg", "image/svg+xml"));

  private static Page page(String name, String type) {
    try (InputStream in = Pages.class.getResourceAsStream("page/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar holds no page/" + name);
      }
      return new Page(type, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** True if the path is a page's. */
  boolean has(String path) {
    return pages.containsKey(path);
  }

  /** Answers with a page. */
  void send(HttpExchange exchange, String path) throws IOException {
    @Nullable Page page = pages.get(path);
    if (page == null) {
      throw new IllegalArgumentException(path);
    }
    exchange.getResponseHeaders().set("Content-Type", page.type());
    exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
    exchange.getResponseHeaders().set("Cache-Control", "no-cache");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    byte[] bytes = page.text().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, head ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
