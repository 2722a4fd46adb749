package io.tapedeck.executor.venue.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.OffsetDateTime;

/** Reading of venues' JSON: numbers keep every digit, whether they come as numbers or as text. */
public final class VenueJson {
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(32).maxNumberLength(64).build());
  }

  private VenueJson() {}

  /** Any JSON value. */
  public static JsonNode parse(String text) throws JsonProcessingException {
    return JSON.readTree(text);
  }

  /** Its text. */
  public static String write(JsonNode node) {
    return node.toString();
  }

  /** A new object. */
  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /**
   * A decimal.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static BigDecimal decimal(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (value.isNumber()) {
      return value.decimalValue();
    }
    if (value.isTextual()) {
      try {
        return new BigDecimal(value.asText());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(field + " is no decimal: " + value, e);
      }
    }
    throw new IllegalArgumentException("no decimal at " + field);
  }

  /** A price, exact. */
  public static Price price(JsonNode node, String field) {
    return new Price(FixedPoint.ofDecimal(decimal(node, field)));
  }

  /** A quantity, exact. */
  public static Quantity quantity(JsonNode node, String field) {
    return new Quantity(FixedPoint.ofDecimal(decimal(node, field)));
  }

  /** An amount of money; a venue may show more digits than nine. */
  public static Money money(JsonNode node, String field) {
    return new Money(
        FixedPoint.ofDecimal(
            decimal(node, field).setScale(FixedPoint.SCALE, RoundingMode.HALF_EVEN)));
  }

  /** A holding, rounded down to nine digits. */
  public static Quantity holding(JsonNode value) {
    return new Quantity(
        FixedPoint.ofDecimal(
            new BigDecimal(value.asText()).setScale(FixedPoint.SCALE, RoundingMode.DOWN)));
  }

  /** REST's time: seconds with a fraction. */
  public static long secondsNanos(JsonNode node, String field) {
    return decimal(node, field)
        .multiply(BigDecimal.valueOf(SECOND_NANOS))
        .setScale(0, RoundingMode.HALF_EVEN)
        .longValueExact();
  }

  /** The socket's time: RFC 3339. */
  public static long timestampNanos(JsonNode node, String field) {
    OffsetDateTime time = OffsetDateTime.parse(node.path(field).asText());
    return Math.addExact(
        Math.multiplyExact(time.toEpochSecond(), SECOND_NANOS), (long) time.getNano());
  }
}
