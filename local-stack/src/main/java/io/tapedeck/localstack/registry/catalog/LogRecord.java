package io.tapedeck.localstack.registry.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One record of the {@code _schemas} topic in Confluent's JSON form.
 *
 * @param value null removes what the key names
 */
public record LogRecord(String key, @Nullable String value) {
  static final String SCHEMA = "SCHEMA";
  static final String CONFIG = "CONFIG";
  static final String MODE = "MODE";
  static final String DELETE_SUBJECT = "DELETE_SUBJECT";

  /** Ours: the highest id ever given, so that a permanently deleted one is not given again. */
  static final String HIGHEST_ID = "TAPEDECK_HIGHEST_ID";

  private static final ObjectMapper JSON = new ObjectMapper();

  static LogRecord schema(SchemaVersion version) {
    ObjectNode value = JSON.createObjectNode();
    value.put("subject", version.subject()).put("version", version.version());
    value.put("id", version.id()).put("schema", version.schema());
    value.put("deleted", version.deleted());
    return new LogRecord(schemaKey(version), value.toString());
  }

  static LogRecord removal(SchemaVersion version) {
    return new LogRecord(schemaKey(version), null);
  }

  static LogRecord config(@Nullable String subject, @Nullable CompatibilityLevel level) {
    return new LogRecord(
        scopeKey(CONFIG, subject),
        level == null
            ? null
            : JSON.createObjectNode().put("compatibilityLevel", level.name()).toString());
  }

  static LogRecord mode(@Nullable String subject, @Nullable Mode mode) {
    return new LogRecord(
        scopeKey(MODE, subject),
        mode == null ? null : JSON.createObjectNode().put("mode", mode.name()).toString());
  }

  static LogRecord highestId(int id) {
    return new LogRecord(
        JSON.createObjectNode().put("keytype", HIGHEST_ID).put("magic", 0).toString(),
        JSON.createObjectNode().put("id", id).toString());
  }

  JsonNode keyJson() {
    return parse(key);
  }

  @Nullable JsonNode valueJson() {
    return value == null ? null : parse(value);
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not JSON: " + text, e);
    }
  }

  private static String schemaKey(SchemaVersion version) {
    ObjectNode key = JSON.createObjectNode();
    key.put("keytype", SCHEMA).put("subject", version.subject());
    return key.put("version", version.version()).put("magic", 1).toString();
  }

  private static String scopeKey(String keytype, @Nullable String subject) {
    ObjectNode key = JSON.createObjectNode();
    return key.put("keytype", keytype).put("subject", subject).put("magic", 0).toString();
  }
}
