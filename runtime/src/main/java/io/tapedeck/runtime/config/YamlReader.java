package io.tapedeck.runtime.config;

import io.tapedeck.runtime.config.ConfigNode.Entry;
import io.tapedeck.runtime.config.ConfigNode.Mapping;
import io.tapedeck.runtime.config.ConfigNode.Scalar;
import io.tapedeck.runtime.config.ConfigNode.Sequence;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads YAML text into a tree with positions. After a syntax error the offending line is taken out
 * and the rest is read again, so that one run finds the other mistakes too.
 */
final class YamlReader {
  private static final int MAX_SYNTAX_ERRORS = 20;
  private static final Pattern KEY_OF_LINE =
      Pattern.compile("^(\\s*(?:- )?[A-Za-z_][\\w.-]*:)(?:\\s.*)?$");

  private final String file;
  private final List<String> lines;
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final Set<Integer> emptied = new TreeSet<>();
  private final Set<Integer> removed = new TreeSet<>();
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

  YamlReader(String file, String text) {
    this.file = file;
    this.lines = new ArrayList<>(text.lines().toList());
  }

  /** The tree of all that could be read. */
  Mapping read() {
    while (true) {
      try {
        return rootOf(compose(String.join("\n", lines) + "\n"));
      } catch (MarkedYAMLException e) {
        Mark mark = placeOf(e);
        report(mark.getLine(), mark.getColumn(), explain(e));
        if (problems.size() >= MAX_SYNTAX_ERRORS || !takeOut(mark.getLine())) {
          return Mapping.empty(Origin.file(file, 1, 1));
        }
      } catch (ReaderException e) {
        reportCharacter(e);
        return Mapping.empty(Origin.file(file, 1, 1));
      } catch (YAMLException e) {
        report(0, 0, String.valueOf(e.getMessage()));
        return Mapping.empty(Origin.file(file, 1, 1));
      }
    }
  }

  List<ConfigProblem> problems() {
    return problems;
  }

  /** Whether whole lines were lost: then a missing key proves nothing. */
  boolean lostLines() {
    return !removed.isEmpty();
  }

  private static @Nullable Node compose(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowRecursiveKeys(false);
    options.setMaxAliasesForCollections(20);
    options.setNestingDepthLimit(30);
    return new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
  }

  private Mapping rootOf(@Nullable Node node) {
    if (node == null) {
      return Mapping.empty(Origin.file(file, 1, 1));
    }
    ConfigNode root = convert(node, "");
    if (root instanceof Mapping mapping) {
      return mapping;
    }
    if (!(root instanceof Scalar scalar && scalar.text() == null)) {
      problems.add(
          new ConfigProblem(
              root.origin(), "", "expected sections (a mapping), found " + root.describe()));
    }
    return Mapping.empty(root.origin());
  }

  private ConfigNode convert(Node node, String path) {
    Origin origin = originOf(node);
    if (node instanceof ScalarNode scalar) {
      boolean damaged = emptied.contains(node.getStartMark().getLine());
      String text = Tag.NULL.equals(node.getTag()) ? null : scalar.getValue();
      return new Scalar(origin, text, damaged && text == null);
    }
    if (!open.add(node)) {
      problems.add(new ConfigProblem(origin, path, "an alias refers to the value it is part of"));
      return new Scalar(origin, null, true);
    }
    ConfigNode converted = convertCollection(node, origin, path);
    open.remove(node);
    return converted;
  }

  private ConfigNode convertCollection(Node node, Origin origin, String path) {
    if (node instanceof SequenceNode sequence) {
      List<ConfigNode> items = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        items.add(convert(item, path + "[" + items.size() + "]"));
      }
      return new Sequence(origin, items);
    }
    return convertMapping((MappingNode) node, origin, path);
  }

  private Mapping convertMapping(MappingNode node, Origin origin, String path) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      Origin keyOrigin = originOf(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
        problems.add(new ConfigProblem(keyOrigin, path, "a key must be plain text"));
        continue;
      }
      String key = keyNode.getValue();
      String keyPath = path.isEmpty() ? key : path + "." + key;
      Entry earlier = entries.get(key);
      if (earlier != null) {
        problems.add(
            new ConfigProblem(
                keyOrigin,
                keyPath,
                "duplicate key, first written at line "
                    + earlier.keyOrigin().line()
                    + "; remove one of them"));
        continue;
      }
      entries.put(key, new Entry(keyOrigin, convert(tuple.getValueNode(), keyPath)));
    }
    return new Mapping(origin, entries);
  }

  private Origin originOf(Node node) {
    Mark mark = node.getStartMark();
    return Origin.file(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** Unclosed quotes and brackets are reported where they open, all else where it was noticed. */
  private static Mark placeOf(MarkedYAMLException e) {
    Mark context = e.getContextMark();
    Mark problem = e.getProblemMark();
    String what = e.getContext() == null ? "" : e.getContext();
    boolean unclosed = what.contains("quoted scalar") || what.contains("flow ");
    return context != null && (unclosed || problem == null) ? context : problem;
  }

  private static String explain(MarkedYAMLException e) {
    String problem = e.getProblem() == null ? "cannot be read" : e.getProblem();
    String context = e.getContext() == null ? "" : " " + e.getContext();
    return problem.strip() + context;
  }

  private void report(int line, int column, String what) {
    String message =
        String.format(
            "YAML syntax error: Failed to parse config: %s at line %d column %d",
            what, line + 1, column + 1);
    problems.add(new ConfigProblem(Origin.file(file, line + 1, column + 1), "", message));
  }

  private void reportCharacter(ReaderException e) {
    String before = String.join("\n", lines);
    int end =
        before.offsetByCodePoints(
            0, Math.min(e.getPosition(), before.codePointCount(0, before.length())));
    String head = before.substring(0, end);
    int line = (int) head.chars().filter(c -> c == '\n').count();
    int column = head.length() - (head.lastIndexOf('\n') + 1);
    report(line, column, "character U+%04X is not allowed".formatted(e.getCodePoint()));
  }

  /**
   * Empties the value of the line, or the whole line on a second error; false if nothing is left.
   */
  private boolean takeOut(int reported) {
    int line = Math.min(reported, lines.size() - 1);
    while (line >= 0 && lines.get(line).isBlank()) {
      line--;
    }
    if (line < 0) {
      return false;
    }
    Matcher key = KEY_OF_LINE.matcher(lines.get(line));
    if (key.matches() && emptied.add(line)) {
      lines.set(line, key.group(1));
    } else {
      lines.set(line, "");
      emptied.remove(line);
      removed.add(line);
    }
    return true;
  }
}
