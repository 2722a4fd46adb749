package io.tapedeck.ingest.venue.alpaca;

import io.tapedeck.ingest.core.TickBuffer;
import java.util.ArrayList;
import java.util.List;

/** What one frame of Alpaca's said, in objects that are reused from frame to frame. */
final class AlpacaFrame {
  /** What goes on the tape, in its order. */
  final TickBuffer ticks = new TickBuffer();

  final List<Control> controls = new ArrayList<>();
  final List<Refused> refused = new ArrayList<>();

  /**
   * A message about the connection.
   *
   * @param type success, error or subscription
   * @param code of an error, else 0
   * @param text its message; of a subscription the whole of it
   */
  record Control(String type, long code, String text) {}

  /** A message that was not used; the others of the frame were. */
  record Refused(int from, int to, String reason) {}

  void clear() {
    ticks.keep(0);
    controls.clear();
    refused.clear();
  }
}
