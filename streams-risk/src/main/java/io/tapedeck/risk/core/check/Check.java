package io.tapedeck.risk.core.check;

import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** One control of the gate. Stateless. */
public interface Check {
  /** Its stable code. */
  CheckCode code();

  /**
   * True if it holds orders that only reduce risk, too; false if it holds growth only (the figures
   * are shown all the same).
   */
  boolean holdsReductions();

  /** Names of the limits and settings that it reads, as in risk-limits.yaml. */
  List<String> limits();

  /** The rules of the field that ask for it; empty if none does. */
  String rules();

  /**
   * Looks at an order.
   *
   * @throws ArithmeticException if a figure leaves the money type; the order is then refused
   */
  CheckResult check(Order order);
}
