package io.tapedeck.ingest.core;

/** Checks UTF-8 beyond ASCII, as Unicode's table of well-formed byte sequences has it. */
final class Utf8 {
  private Utf8() {}

  /** The place after the multi-byte character at this place; refuses what is none. */
  static int after(byte[] in, int at, int end) {
    int lead = in[at] & 0xFF;
    int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    boolean good = lead >= 0xC2 && lead <= 0xF4 && at + length <= end;
    for (int i = 1; good && i < length; i++) {
      int b = in[at + i] & 0xFF;
      good = b >= (i == 1 ? low : 0x80) && b <= (i == 1 ? high : 0xBF);
    }
    if (!good) {
      throw new FrameRefusedException("bytes that are no UTF-8 at byte " + at);
    }
    return at + length;
  }
}
