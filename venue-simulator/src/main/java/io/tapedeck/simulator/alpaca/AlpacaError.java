package io.tapedeck.simulator.alpaca;

/** A refusal: an HTTP status and Alpaca's words. */
final class AlpacaError extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String text;

  AlpacaError(int status, String text) {
    super(text, null, false, false);
    this.status = status;
    this.text = text;
  }

  int status() {
    return status;
  }

  String text() {
    return text;
  }
}
