package io.tapedeck.runtime.config;

import io.tapedeck.runtime.config.ConfigNode.Entry;
import io.tapedeck.runtime.config.ConfigNode.Mapping;
import io.tapedeck.runtime.config.ConfigNode.Scalar;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Loads one YAML (or JSON) file into records, one per section. Precedence: defaults, then the file,
 * then environment variables {@code TAPEDECK_<SECTION>__<KEY>}, then {@code --set
 * section.key=value}. Immutable; {@link #load} may be called from any thread.
 */
public final class ConfigLoader {
  private final Map<String, Class<? extends Record>> sections;

  /**
   * A loader for these sections.
   *
   * @param sections every section the file may have, with the record it binds to
   */
  public ConfigLoader(Map<String, Class<? extends Record>> sections) {
    this.sections = new LinkedHashMap<>(sections);
  }

  /**
   * Reads and checks everything.
   *
   * @param file the YAML file
   * @param environment the process's environment, usually with {@link DotEnv} beneath it
   * @param sets the {@code section.key=value} arguments, later ones winning
   * @throws ConfigException with every problem, if there is any; nothing is defaulted then
   */
  public LoadedConfig load(Path file, Map<String, String> environment, List<String> sets) {
    return bind(file.toString(), read(file), environment, sets);
  }

  /** Like {@link #load}, from text that {@code name} stands for in messages. */
  public LoadedConfig loadText(
      String name, String text, Map<String, String> environment, List<String> sets) {
    return bind(name, text, environment, sets);
  }

  private LoadedConfig bind(
      String name, String text, Map<String, String> environment, List<String> sets) {
    YamlReader reader = new YamlReader(name, text);
    Mapping root = reader.read();
    List<ConfigProblem> problems = new ArrayList<>(reader.problems());
    Overlay overlay = new Overlay(root, sections, problems);
    overlay.environment(environment);
    overlay.sets(sets);
    Map<String, Origin> origins = new LinkedHashMap<>();
    RecordBinder binder =
        new RecordBinder(new Substitution(environment), problems, origins, !reader.lostLines());
    Map<String, Record> bound = bindSections(root, binder, problems, reader.lostLines());
    reportUnknownSections(root, problems);
    if (!problems.isEmpty()) {
      throw new ConfigException(inOrder(problems));
    }
    return new LoadedConfig(bound, origins);
  }

  private Map<String, Record> bindSections(
      Mapping root, RecordBinder binder, List<ConfigProblem> problems, boolean lostLines) {
    Map<String, Record> bound = new LinkedHashMap<>();
    for (Map.Entry<String, Class<? extends Record>> section : sections.entrySet()) {
      String name = section.getKey();
      Entry entry = root.entries().get(name);
      if (entry == null || isEmpty(entry)) {
        List<String> required = RecordSchema.requiredKeys(section.getValue());
        if (!required.isEmpty()) {
          Origin origin = entry == null ? root.origin() : entry.keyOrigin();
          if (!lostLines && !isDamaged(entry)) {
            problems.add(missingSection(origin, name, required));
          }
          continue;
        }
        entry = new Entry(root.origin(), Mapping.empty(root.origin()));
      }
      if (!(entry.value() instanceof Mapping mapping)) {
        String message = "wrong type: expected a mapping, found " + entry.value().describe();
        problems.add(new ConfigProblem(entry.value().origin(), name, message));
        continue;
      }
      // Missing keys are reported where the section's name is written.
      Mapping placed = new Mapping(entry.keyOrigin(), mapping.entries());
      Record made = binder.bind(section.getValue(), placed, name);
      if (made != null) {
        bound.put(name, made);
      }
    }
    return bound;
  }

  private static boolean isEmpty(Entry entry) {
    return entry.value() instanceof Scalar scalar && scalar.text() == null;
  }

  private static boolean isDamaged(@Nullable Entry entry) {
    return entry != null && entry.value() instanceof Scalar scalar && scalar.damaged();
  }

  private static ConfigProblem missingSection(Origin origin, String name, List<String> required) {
    return new ConfigProblem(
        origin,
        name,
        "Missing required config field: " + name + " (needs " + String.join(", ", required) + ")");
  }

  private void reportUnknownSections(Mapping root, List<ConfigProblem> problems) {
    List<String> known = List.copyOf(sections.keySet());
    for (Map.Entry<String, Entry> entry : root.entries().entrySet()) {
      if (!sections.containsKey(entry.getKey())) {
        Origin origin = entry.getValue().keyOrigin();
        String message = RecordBinder.unknown(entry.getKey(), known);
        problems.add(new ConfigProblem(origin, entry.getKey(), message));
      }
    }
  }

  private static List<ConfigProblem> inOrder(List<ConfigProblem> problems) {
    List<ConfigProblem> sorted = new ArrayList<>(problems);
    sorted.sort(
        Comparator.comparing((ConfigProblem problem) -> problem.origin().layer())
            .thenComparingInt(ConfigProblem::line)
            .thenComparingInt(ConfigProblem::column));
    return sorted;
  }

  private static String read(Path file) {
    Origin origin = new Origin(Origin.Layer.FILE, file.toString(), 0, 0);
    if (!Files.exists(file)) {
      throw refused(origin, "Config file not found: " + file);
    }
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw refused(origin, "Failed to parse config: the file is not UTF-8 text");
    } catch (IOException e) {
      throw refused(origin, "Config file cannot be read: " + e);
    }
  }

  private static ConfigException refused(Origin origin, String message) {
    return new ConfigException(List.of(new ConfigProblem(origin, "", message)));
  }
}
