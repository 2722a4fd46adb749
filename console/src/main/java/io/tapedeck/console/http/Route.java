package io.tapedeck.console.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One line of the API.
 *
 * @param pattern path with {@code {names}} for whole segments
 * @param handler gives what is answered as JSON
 */
record Route(String method, String pattern, Scope scope, Function<Call, Object> handler) {

  /** The names' values if a path fits, else null; segments are decoded one by one. */
  @Nullable Map<String, String> match(String rawPath) {
    String[] wanted = pattern.split("/", -1);
    String[] given = rawPath.split("/", -1);
    if (wanted.length != given.length) {
      return null;
    }
    Map<String, String> names = new LinkedHashMap<>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].startsWith("{")) {
        names.put(wanted[i].substring(1, wanted[i].length() - 1), decode(given[i]));
      } else if (!wanted[i].equals(given[i])) {
        return null;
      }
    }
    return names;
  }

  static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new HttpRefusal(400, "the path cannot be decoded: " + e.getMessage());
    }
  }
}
