package io.tapedeck.ingest.venue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Opcode;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.Framedata;

/**
 * RFC 6455 that gives a whole text frame as the bytes that came, without making a String of it.
 * Fragmented texts go the library's way.
 */
final class RawTextDraft extends Draft_6455 {
  private static final int LARGEST_FRAME = 16 * 1024 * 1024;

  private final Consumer<ByteBuffer> texts;
  private boolean fragmented;

  RawTextDraft(Consumer<ByteBuffer> texts) {
    super(List.of(), LARGEST_FRAME);
    this.texts = texts;
  }

  @Override
  public void processFrame(WebSocketImpl socket, Framedata frame) throws InvalidDataException {
    Opcode opcode = frame.getOpcode();
    if (opcode == Opcode.TEXT && frame.isFin() && !fragmented) {
      texts.accept(frame.getPayloadData());
      return;
    }
    if (opcode == Opcode.TEXT || opcode == Opcode.BINARY || opcode == Opcode.CONTINUOUS) {
      fragmented = !frame.isFin();
    }
    super.processFrame(socket, frame);
  }

  @Override
  public Draft copyInstance() {
    return new RawTextDraft(texts);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
