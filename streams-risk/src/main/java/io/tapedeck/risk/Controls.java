package io.tapedeck.risk;

import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.risk.core.Gate;
import java.util.List;

/** The controls of this build's gate. */
public final class Controls {
  private Controls() {}

  /** A control. */
  public record Control(
      CheckCode code, String doc, boolean holdsReductions, List<String> limits, String rules) {}

  /** All controls, in the order of a decision. */
  public static List<Control> all() {
    return Gate.CHECKS.stream()
        .map(c -> new Control(c.code(), c.code().doc(), c.holdsReductions(), c.limits(), c.rules()))
        .toList();
  }
}
