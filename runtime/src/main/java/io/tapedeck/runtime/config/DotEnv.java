package io.tapedeck.runtime.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a {@code .env} file: {@code NAME=value} lines, optional {@code export}, single quotes
 * (literal) or double quotes ({@code \n}, {@code \"}, {@code \\}), {@code #} comments.
 */
public final class DotEnv {
  private static final Pattern LINE =
      Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");
  private static final Pattern SINGLE_QUOTED = Pattern.compile("'([^']*)'\\s*(?:#.*)?");
  private static final Pattern DOUBLE_QUOTED =
      Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"\\s*(?:#.*)?");

  private DotEnv() {}

  /**
   * The variables of the file; none if there is no file.
   *
   * @throws ConfigException naming each line that is not an assignment
   */
  public static Map<String, String> read(Path file) {
    if (!Files.exists(file)) {
      return Map.of();
    }
    List<ConfigProblem> problems = new ArrayList<>();
    Map<String, String> variables = new LinkedHashMap<>();
    int number = 0;
    for (String line : linesOf(file)) {
      number++;
      String text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        Origin origin = Origin.file(file.toString(), number, 1);
        readLine(text, origin, variables, problems);
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return variables;
  }

  /** The variables of the file with {@code environment} over them: the real environment wins. */
  public static Map<String, String> beneath(Path file, Map<String, String> environment) {
    Map<String, String> merged = new LinkedHashMap<>(read(file));
    merged.putAll(environment);
    return merged;
  }

  private static List<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      Origin origin = new Origin(Origin.Layer.FILE, file.toString(), 0, 0);
      throw new ConfigException(
          List.of(new ConfigProblem(origin, "", "The file cannot be read: " + e)));
    }
  }

  private static void readLine(
      String text, Origin origin, Map<String, String> variables, List<ConfigProblem> problems) {
    Matcher line = LINE.matcher(text);
    if (!line.matches()) {
      // The text itself may be a pasted credential, so it is not repeated.
      problems.add(new ConfigProblem(origin, "", "expected NAME=value"));
      return;
    }
    String raw = line.group(2);
    Matcher single = SINGLE_QUOTED.matcher(raw);
    Matcher doubled = DOUBLE_QUOTED.matcher(raw);
    if (single.matches()) {
      variables.put(line.group(1), single.group(1));
    } else if (doubled.matches()) {
      variables.put(line.group(1), unescape(doubled.group(1)));
    } else if (raw.startsWith("'") || raw.startsWith("\"")) {
      problems.add(new ConfigProblem(origin, line.group(1), "the quote is not closed"));
    } else {
      variables.put(line.group(1), raw.replaceFirst("(^|\\s+)#.*$", "").strip());
    }
  }

  private static String unescape(String quoted) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < quoted.length(); i++) {
      char c = quoted.charAt(i);
      if (c == '\\' && i + 1 < quoted.length()) {
        char next = quoted.charAt(++i);
        text.append(next == 'n' ? '\n' : next);
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
