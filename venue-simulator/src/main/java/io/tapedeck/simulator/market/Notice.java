package io.tapedeck.simulator.market;

/** The rare things that an exchange of shares says. Prices and sizes are raw scale 9. */
public sealed interface Notice {
  /**
   * Trading halts or goes on, in the words of the tape.
   *
   * @param code {@code H} halt, {@code P} LULD pause, {@code T} trading resumed
   * @param reason such as {@code T12} or {@code LUDP}, empty on resumption
   */
  record Status(String code, String message, String reason, String reasonMessage)
      implements Notice {
    /** Whether nothing trades until the next one. */
    public boolean halted() {
      return !code.equals("T");
    }
  }

  /** The price band of limit up, limit down. */
  record Bands(long up, long down) implements Notice {}

  /** A trade was not as printed. */
  record Correction(
      long originalId,
      long originalPrice,
      long originalSize,
      long correctedId,
      long correctedPrice,
      long correctedSize)
      implements Notice {}

  /**
   * A trade is void.
   *
   * @param action {@code C} cancelled, {@code E} error
   */
  record Cancel(long tradeId, long price, long size, String action) implements Notice {}
}
