package io.tapedeck.runtime.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The text as a tree, each node knowing where it was written. */
sealed interface ConfigNode {
  Origin origin();

  /** What a person would call this node in an error message. */
  String describe();

  /** A single value; {@code text} is null where nothing (or null) was written. */
  record Scalar(Origin origin, @Nullable String text, boolean damaged) implements ConfigNode {
    @Override
    public String describe() {
      return text == null ? "nothing" : "\"" + text + "\"";
    }
  }

  /** A list. */
  record Sequence(Origin origin, List<ConfigNode> items) implements ConfigNode {
    @Override
    public String describe() {
      return "a list";
    }
  }

  /** A mapping; mutable, because environment and --set are laid over it. */
  record Mapping(Origin origin, Map<String, Entry> entries) implements ConfigNode {
    static Mapping empty(Origin origin) {
      return new Mapping(origin, new LinkedHashMap<>());
    }

    @Override
    public String describe() {
      return "a mapping";
    }
  }

  /** A key's place and its value. */
  record Entry(Origin keyOrigin, ConfigNode value) {}
}
