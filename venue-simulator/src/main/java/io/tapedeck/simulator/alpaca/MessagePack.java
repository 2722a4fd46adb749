package io.tapedeck.simulator.alpaca;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.simulator.wire.Rfc3339;
import io.tapedeck.simulator.wire.WireJson;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * MessagePack as Alpaca's stream speaks it to clients that ask for it: maps, arrays, text, numbers,
 * and the field {@code t} as its timestamp type.
 */
final class MessagePack {
  private static final int DEEPEST = 16;

  private MessagePack() {}

  /** What is no JSON (a planned fault) goes out as it is. */
  static byte[] fromJson(byte[] json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out, WireJson.parse(new String(json, StandardCharsets.UTF_8)), "");
    } catch (JsonProcessingException e) {
      return json;
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, JsonNode node, String name) throws IOException {
    if (node.isObject()) {
      head(out, node.size(), 0x80, 0xde);
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        text(out, field.getKey());
        write(out, field.getValue(), field.getKey());
      }
    } else if (node.isArray()) {
      head(out, node.size(), 0x90, 0xdc);
      for (JsonNode one : node) {
        write(out, one, "");
      }
    } else if (node.isTextual()) {
      if (name.equals("t")) {
        timestamp(out, Rfc3339.parse(node.asText()));
      } else {
        text(out, node.asText());
      }
    } else if (node.isIntegralNumber()) {
      out.writeByte(0xd3);
      out.writeLong(node.asLong());
    } else if (node.isNumber()) {
      out.writeByte(0xcb);
      out.writeDouble(node.asDouble());
    } else {
      out.writeByte(node.isNull() ? 0xc0 : node.asBoolean() ? 0xc3 : 0xc2);
    }
  }

  private static void head(DataOutputStream out, int size, int small, int large)
      throws IOException {
    if (size < 16) {
      out.writeByte(small | size);
    } else if (size < 1 << 16) {
      out.writeByte(large);
      out.writeShort(size);
    } else {
      out.writeByte(large + 1);
      out.writeInt(size);
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length < 32) {
      out.writeByte(0xa0 | utf8.length);
    } else {
      out.writeByte(0xdb);
      out.writeInt(utf8.length);
    }
    out.write(utf8);
  }

  private static void timestamp(DataOutputStream out, long epochNs) throws IOException {
    out.writeByte(0xc7);
    out.writeByte(12);
    out.writeByte(-1);
    out.writeInt((int) Math.floorMod(epochNs, 1_000_000_000L));
    out.writeLong(Math.floorDiv(epochNs, 1_000_000_000L));
  }

  /**
   * Reads what clients send: maps of text to text or arrays of text.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static JsonNode read(ByteBuffer bytes) {
    try {
      return read(bytes, 0);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("cut short", e);
    }
  }

  private static JsonNode read(ByteBuffer in, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("nested too deep");
    }
    int type = in.get() & 0xff;
    if (type >= 0x80 && type < 0x90 || type == 0xde) {
      ObjectNode map = WireJson.object();
      int size = type == 0xde ? in.getShort() & 0xffff : type & 0xf;
      for (int i = 0; i < size; i++) {
        String name = read(in, depth + 1).asText();
        map.set(name, read(in, depth + 1));
      }
      return map;
    }
    if (type >= 0x90 && type < 0xa0 || type == 0xdc) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      int size = type == 0xdc ? in.getShort() & 0xffff : type & 0xf;
      for (int i = 0; i < size; i++) {
        array.add(read(in, depth + 1));
      }
      return array;
    }
    return JsonNodeFactory.instance.textNode(text(in, type));
  }

  private static String text(ByteBuffer in, int type) {
    int size;
    if (type >= 0xa0 && type < 0xc0) {
      size = type & 0x1f;
    } else if (type == 0xd9) {
      size = in.get() & 0xff;
    } else if (type == 0xda) {
      size = in.getShort() & 0xffff;
    } else {
      throw new IllegalArgumentException("type " + type + " is not expected here");
    }
    if (size > in.remaining()) {
      throw new IllegalArgumentException("cut short");
    }
    byte[] utf8 = new byte[size];
    in.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
