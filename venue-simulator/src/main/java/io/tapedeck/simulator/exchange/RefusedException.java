package io.tapedeck.simulator.exchange;

/** A request the exchange refuses; part of its normal work, so without a stack trace. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Refusal reason;
  private final String detail;

  /** A refusal; the detail names the argument, or is empty. */
  public RefusedException(Refusal reason, String detail) {
    super(reason + (detail.isEmpty() ? "" : ": " + detail), null, false, false);
    this.reason = reason;
    this.detail = detail;
  }

  /** Why. */
  public Refusal reason() {
    return reason;
  }

  /** Which argument, or empty. */
  public String detail() {
    return detail;
  }
}
