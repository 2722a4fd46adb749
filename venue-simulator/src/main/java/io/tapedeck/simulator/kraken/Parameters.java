package io.tapedeck.simulator.kraken;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.simulator.wire.Rfc3339;
import io.tapedeck.simulator.wire.WireJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a request, from a form, a query or a JSON object. */
final class Parameters {
  private final Map<String, String> values;

  private Parameters(Map<String, String> values) {
    this.values = values;
  }

  /** From an URL-encoded form or query. */
  static Parameters form(String body) throws KrakenError {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : body.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        try {
          values.put(
              URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
          throw new KrakenError("EGeneral:Invalid arguments");
        }
      }
    }
    return new Parameters(values);
  }

  static Parameters json(String body) throws KrakenError {
    try {
      return json(WireJson.parse(body));
    } catch (JsonProcessingException e) {
      throw new KrakenError("EGeneral:Invalid arguments");
    }
  }

  static Parameters json(JsonNode object) {
    Map<String, String> values = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              if (value.isArray()) {
                StringBuilder joined = new StringBuilder();
                value.forEach(
                    element -> {
                      joined.append(joined.isEmpty() ? "" : ",").append(element.asText());
                    });
                values.put(entry.getKey(), joined.toString());
              } else if (!value.isNull()) {
                values.put(
                    entry.getKey(),
                    value.isBigDecimal() ? value.decimalValue().toPlainString() : value.asText());
              }
            });
    return new Parameters(values);
  }

  @Nullable String text(String name) {
    String value = values.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  String text(String name, String otherwise) {
    String value = text(name);
    return value == null ? otherwise : value;
  }

  String needed(String name) throws KrakenError {
    String value = text(name);
    if (value == null) {
      throw invalid(name);
    }
    return value;
  }

  boolean flag(String name) {
    String value = text(name, "false");
    return value.equals("true") || value.equals("1");
  }

  /** A decimal as raw scale 9, 0 if absent. */
  long decimal(String name) throws KrakenError {
    String value = text(name);
    if (value == null) {
      return 0;
    }
    try {
      return FixedPoint.parse(value);
    } catch (NumberFormatException | ArithmeticException e) {
      throw invalid(name);
    }
  }

  /** A whole number, or null if absent. */
  @Nullable Long whole(String name) throws KrakenError {
    String value = text(name);
    if (value == null) {
      return null;
    }
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw invalid(name);
    }
  }

  long whole(String name, long otherwise) throws KrakenError {
    Long value = whole(name);
    return value == null ? otherwise : value;
  }

  /** An RFC 3339 time as epoch ns, 0 if absent. */
  long time(String name) throws KrakenError {
    String value = text(name);
    if (value == null) {
      return 0;
    }
    try {
      return Rfc3339.parse(value);
    } catch (DateTimeParseException | ArithmeticException e) {
      throw invalid(name);
    }
  }

  static KrakenError invalid(String name) {
    return new KrakenError("EGeneral:Invalid arguments:" + name);
  }
}
