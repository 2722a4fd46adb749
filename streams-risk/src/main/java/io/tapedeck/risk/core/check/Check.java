package io.tapedeck.risk.core.check;

import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;

/** One control of the gate. Stateless. */
public interface Check {
  /** Its stable code. */
  CheckCode code();

  /**
   * True if it holds orders that only reduce risk, too; false if it holds growth only (the figures
   * are shown all the same).
   */
  boolean holdsReductions();

  /**
   * Looks at an order.
   *
   * @throws ArithmeticException if a figure leaves the money type; the order is then refused
   */
  CheckResult check(Order order);
}
