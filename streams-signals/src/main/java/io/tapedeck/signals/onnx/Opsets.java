package io.tapedeck.signals.onnx;

import io.tapedeck.signals.core.ModelException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The operator sets that a model file is written in, read and changed in its bytes: field 8 of
 * {@code ModelProto} is a list of {@code OperatorSetIdProto}, of which field 1 is the domain and
 * field 2 the version. All else is copied as it is.
 */
public final class Opsets {
  private static final int OPSET_IMPORT = 8;
  private static final int DOMAIN = 1;
  private static final int VERSION = 2;
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  /** How config and people write the default domain. */
  public static final String DEFAULT_DOMAIN = "ai.onnx";

  private Opsets() {}

  /** Versions by domain. */
  static Map<String, Long> of(byte[] model) {
    Map<String, Long> versions = new TreeMap<>();
    Cursor in = new Cursor(model, 0, model.length);
    while (in.more()) {
      int tag = (int) in.varint();
      if (tag >>> 3 == OPSET_IMPORT && (tag & 7) == BYTES) {
        Cursor opset = in.message();
        String domain = "";
        long version = 0;
        while (opset.more()) {
          int field = (int) opset.varint();
          if (field >>> 3 == DOMAIN) {
            domain = opset.message().text();
          } else if (field >>> 3 == VERSION) {
            version = opset.varint();
          } else {
            opset.skip(field & 7);
          }
        }
        versions.put(domain.isEmpty() ? DEFAULT_DOMAIN : domain, version);
      } else {
        in.skip(tag & 7);
      }
    }
    return versions;
  }

  /** The same model, said to be written in another version of the default operator set. */
  public static byte[] withDefault(byte[] model, long version) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(model.length + 16);
    Cursor in = new Cursor(model, 0, model.length);
    while (in.more()) {
      int from = in.at;
      int tag = (int) in.varint();
      boolean replaced = false;
      if (tag >>> 3 == OPSET_IMPORT && (tag & 7) == BYTES) {
        Cursor opset = in.message();
        Map<String, Long> one = of(message(opset));
        replaced = one.containsKey(DEFAULT_DOMAIN);
      } else {
        in.skip(tag & 7);
      }
      if (replaced) {
        byte[] opset = varint(version);
        out.write(OPSET_IMPORT << 3 | BYTES);
        out.write(opset.length + 1);
        out.write(VERSION << 3);
        out.writeBytes(opset);
      } else {
        out.write(model, from, in.at - from);
      }
    }
    return out.toByteArray();
  }

  /** An opset's message, as a model that has nothing else. */
  private static byte[] message(Cursor opset) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(OPSET_IMPORT << 3 | BYTES);
    out.writeBytes(varint(opset.end - (long) opset.at));
    out.write(opset.bytes, opset.at, opset.end - opset.at);
    return out.toByteArray();
  }

  private static byte[] varint(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long left = value;
    while (left > 0x7F) {
      out.write((int) (left & 0x7F | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
    return out.toByteArray();
  }

  /** Reads protocol buffers, as far as needed. */
  private static final class Cursor {
    private final byte[] bytes;
    private int at;
    private final int end;

    Cursor(byte[] bytes, int at, int end) {
      this.bytes = bytes;
      this.at = at;
      this.end = end;
    }

    boolean more() {
      return at < end;
    }

    long varint() {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        if (at >= end) {
          throw broken();
        }
        byte next = bytes[at++];
        value |= (long) (next & 0x7F) << shift;
        if (next >= 0) {
          return value;
        }
      }
      throw broken();
    }

    Cursor message() {
      long length = varint();
      if (length < 0 || length > end - at) {
        throw broken();
      }
      Cursor inner = new Cursor(bytes, at, at + (int) length);
      at += (int) length;
      return inner;
    }

    String text() {
      return new String(bytes, at, end - at, StandardCharsets.UTF_8);
    }

    void skip(int wireType) {
      switch (wireType) {
        case VARINT -> varint();
        case FIXED64 -> step(8);
        case BYTES -> message();
        case FIXED32 -> step(4);
        default -> throw broken();
      }
    }

    private void step(int count) {
      if (count > end - at) {
        throw broken();
      }
      at += count;
    }

    private static ModelException broken() {
      return new ModelException("Cannot read model file: it is cut off or no ONNX");
    }
  }
}
