package io.tapedeck.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;

/**
 * One planned misbehaviour of WebSocket connections.
 *
 * @param kind what goes wrong
 * @param protocol {@code kraken-v1}, {@code kraken-v2}, {@code alpaca}, or {@code *}
 * @param match only frames of market data that contain this text; empty for all
 * @param skip leave so many matching frames as they are first
 * @param count do it to so many frames or requests
 * @param replace a malformed frame stands in place of the true one, else before it
 * @param bytes size of a huge frame, or of what a slow connection sends at a time
 * @param delayMs wait of a delayed frame, or between two pieces of a slow connection
 * @param text words of a refusal, empty for the venue's usual ones
 */
record SocketFault(
    Kind kind,
    String protocol,
    String match,
    int skip,
    int count,
    boolean replace,
    int bytes,
    int delayMs,
    String text) {
  private static final int HUGE = 10 << 20;
  private static final List<String> FIELDS =
      List.of("kind", "protocol", "match", "skip", "count", "replace", "bytes", "delay_ms", "text");
  private static final List<String> PROTOCOLS = List.of("*", "kraken-v1", "kraken-v2", "alpaca");

  /** What can go wrong. */
  enum Kind {
    /** TCP is cut, without a closing handshake, in place of the frame. */
    DROP,
    /** From this frame on nothing is sent and nothing answered, pings neither; TCP stays open. */
    HALF_OPEN,
    /** The frame is sent twice. */
    DUPLICATE,
    /** The frame is sent after the one that follows it. */
    REORDER,
    /** The frame is not sent. */
    GAP,
    /** The book's checksum is off by one. */
    CHECKSUM,
    /** Bytes that are no UTF-8. */
    BAD_UTF8,
    /** Half of the frame's text. */
    TRUNCATED,
    /** 100,000 brackets. */
    DEEP_NESTING,
    /** A price of NaN. */
    NAN,
    /** A price of 1e400. */
    HUGE_NUMBER,
    /** A price below zero. */
    NEGATIVE,
    /** The price's field has another name. */
    MISSING_FIELD,
    /** Well-formed JSON of many bytes, of a kind that no venue has. */
    HUGE_FRAME,
    /** The frame, and all after it, comes late. */
    DELAY,
    /** The connection sends a few bytes at a time, for so many frames. */
    SLOW,
    /** The handshake is answered with an HTTP error. */
    REFUSE_CONNECT,
    /** The authentication is refused. */
    REFUSE_AUTH,
    /** The subscription is refused. */
    REFUSE_SUBSCRIBE;

    boolean refusal() {
      return this == REFUSE_CONNECT || this == REFUSE_AUTH || this == REFUSE_SUBSCRIBE;
    }
  }

  static SocketFault of(JsonNode json) {
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) {
        throw new IllegalArgumentException("'" + name + "' is none of " + FIELDS);
      }
    }
    if (!json.has("kind")) {
      throw new IllegalArgumentException("a fault needs a kind");
    }
    Kind kind = Fault.parse(Kind.class, json.get("kind").asText());
    String protocol = json.path("protocol").asText("*");
    if (!PROTOCOLS.contains(protocol)) {
      throw new IllegalArgumentException("protocol '" + protocol + "' is none of " + PROTOCOLS);
    }
    int count = json.path("count").asInt(1);
    int skip = json.path("skip").asInt(0);
    int bytes = json.path("bytes").asInt(kind == Kind.HUGE_FRAME ? HUGE : 64);
    int delayMs = json.path("delay_ms").asInt(kind == Kind.SLOW ? 5 : 1_000);
    if (count < 1 || skip < 0 || bytes < 1 || delayMs < 1) {
      throw new IllegalArgumentException(
          "count, bytes and delay_ms must be above zero, skip not below it: " + json);
    }
    return new SocketFault(
        kind,
        protocol,
        json.path("match").asText(""),
        skip,
        count,
        json.path("replace").asBoolean(false),
        bytes,
        delayMs,
        json.path("text").asText(""));
  }

  boolean concerns(String otherProtocol) {
    return protocol.equals("*") || protocol.equals(otherProtocol);
  }

  void describe(ObjectNode into) {
    into.put("kind", kind.name())
        .put("protocol", protocol)
        .put("match", match)
        .put("skip", skip)
        .put("count", count);
  }
}
