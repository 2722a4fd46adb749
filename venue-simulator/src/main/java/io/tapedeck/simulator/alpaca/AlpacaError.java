package io.tapedeck.simulator.alpaca;

/** A refusal: an HTTP status, Alpaca's code (0 where it gives none) and its words. */
final class AlpacaError extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final int code;
  private final String text;

  AlpacaError(int status, String text) {
    this(status, 0, text);
  }

  AlpacaError(int status, int code, String text) {
    super(text, null, false, false);
    this.status = status;
    this.code = code;
    this.text = text;
  }

  int status() {
    return status;
  }

  int code() {
    return code;
  }

  String text() {
    return text;
  }
}
