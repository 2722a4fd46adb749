package io.tapedeck.runtime.config;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces references to environment variables: a dollar sign and a name in braces, optionally with
 * {@code :-default} after the name. A doubled dollar sign makes the reference literal.
 */
final class Substitution {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$(\\$\\{)|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");

  private final Map<String, String> environment;

  Substitution(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * The text with all references replaced, and the variables that were neither set nor defaulted.
   */
  Result apply(String text) {
    if (!text.contains("${")) {
      return new Result(text, Set.of());
    }
    Set<String> unset = new LinkedHashSet<>();
    Matcher matcher = REFERENCE.matcher(text);
    String replaced =
        matcher.replaceAll(
            match -> {
              if (match.group(1) != null) {
                return Matcher.quoteReplacement("${");
              }
              String value = environment.get(match.group(2));
              boolean absent = value == null || (value.isEmpty() && match.group(3) != null);
              if (absent && match.group(3) == null) {
                unset.add(match.group(2));
              }
              String chosen = absent ? match.group(3) : value;
              return Matcher.quoteReplacement(chosen == null ? "" : chosen);
            });
    return new Result(replaced, unset);
  }

  record Result(String text, Set<String> unset) {}
}
