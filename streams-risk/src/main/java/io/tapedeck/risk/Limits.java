package io.tapedeck.risk;

import io.tapedeck.risk.core.LimitNames;
import java.util.List;

/** The limits that this build knows. */
public final class Limits {
  private Limits() {}

  /** Their names, as in risk-limits.yaml. */
  public static List<String> names() {
    return LimitNames.REQUIRED;
  }
}
