package io.tapedeck.localstack.registry.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.localstack.registry.catalog.Lookup.Deleted;
import io.tapedeck.localstack.registry.catalog.RegistryException;
import java.util.List;
import java.util.Map;

/** One request, taken apart: the variable parts of its path, its query, its body. */
record Call(List<String> path, Map<String, String> query, JsonNode body) {
  private static final int UNPROCESSABLE = 422;

  String part(int index) {
    return path.get(index);
  }

  boolean flag(String name) {
    return Boolean.parseBoolean(query.getOrDefault(name, "false"));
  }

  String option(String name) {
    return query.getOrDefault(name, "");
  }

  Deleted shown() {
    if (flag("deletedOnly")) {
      return Deleted.ONLY;
    }
    return flag("deleted") ? Deleted.INCLUDED : Deleted.HIDDEN;
  }

  /** A text field of the body; 422 where it is absent or something else. */
  String text(String field) {
    JsonNode value = body.path(field);
    if (!value.isTextual()) {
      throw new RegistryException(
          UNPROCESSABLE, "The body must be a JSON object with a text field \"" + field + "\"");
    }
    return value.textValue();
  }

  /** The schema of the body; what the built-in registry does not take is refused, not ignored. */
  String schema() {
    String type = body.path("schemaType").asText("AVRO");
    if (!body.path("schemaType").isNull() && !type.equals("AVRO")) {
      throw new RegistryException(
          42201, "Invalid schema type " + type + ": this registry takes AVRO");
    }
    if (!body.path("references").isEmpty()) {
      throw new RegistryException(
          42201, "Invalid schema: this registry takes no references; inline the named types");
    }
    if (body.path("id").asInt(-1) > 0 || body.path("version").asInt(-1) > 0) {
      throw new RegistryException(
          42205, "This registry assigns ids and versions itself; there is no import mode");
    }
    return text("schema");
  }
}
