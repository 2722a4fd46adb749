package io.tapedeck.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A request that was let in.
 *
 * @param allowed what its token allows
 * @param path what the pattern's names stand for
 * @param query first value of each query key
 * @param body an object; empty if none was sent
 */
record Call(Scope allowed, Map<String, String> path, Map<String, String> query, JsonNode body) {

  String path(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalStateException("the route has no " + name);
    }
    return value;
  }

  /** Text of the body, or of the query; null if it is in neither. */
  @Nullable String text(String name) {
    JsonNode value = body.get(name);
    if (value == null || value.isNull()) {
      return query.get(name);
    }
    if (!value.isTextual()) {
      throw new HttpRefusal(400, name + " must be a text, is " + value);
    }
    return value.asText();
  }

  String text(String name, String otherwise) {
    String text = text(name);
    return text == null || text.isBlank() ? otherwise : text;
  }

  boolean flag(String name) {
    JsonNode value = body.get(name);
    if (value == null || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw new HttpRefusal(400, name + " must be true or false, is " + value);
    }
    return value.asBoolean();
  }

  /** The texts of an object; numbers and truth values as they are written. */
  Map<String, String> texts(String name) {
    Map<String, String> texts = new HashMap<>();
    JsonNode value = body.path(name);
    if (!value.isMissingNode() && !value.isObject()) {
      throw new HttpRefusal(400, name + " must be an object, is " + value);
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      if (field.getValue().isContainerNode()) {
        throw new HttpRefusal(400, name + "." + field.getKey() + " must be a text");
      }
      texts.put(field.getKey(), field.getValue().asText());
    }
    return texts;
  }

  List<String> list(String name) {
    List<String> texts = new ArrayList<>();
    body.path(name).forEach(item -> texts.add(item.asText()));
    return texts;
  }

  /** Refuses what nobody will read: a misspelt name must not pass for a default. */
  void onlyKnows(String... names) {
    Set<String> unknown = new TreeSet<>();
    body.fieldNames().forEachRemaining(unknown::add);
    List.of(names).forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw new HttpRefusal(400, "unknown fields " + unknown + "; known: " + List.of(names));
    }
  }
}
