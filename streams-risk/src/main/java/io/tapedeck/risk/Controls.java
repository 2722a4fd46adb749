package io.tapedeck.risk;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.limits.Setting;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.risk.core.Gate;
import io.tapedeck.risk.core.check.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The controls of this build's gate. */
public final class Controls {
  private Controls() {}

  /** A control. */
  public record Control(
      CheckCode code, String doc, boolean holdsReductions, List<String> limits, String rules) {}

  /** All controls, in the order of a decision. */
  public static List<Control> all() {
    List<Control> all = new ArrayList<>();
    for (Check check : Gate.CHECKS) {
      CheckCode code = check.code();
      all.add(
          new Control(code, code.doc(), check.holdsReductions(), check.limits(), check.rules()));
    }
    // no check of its own: the gate sees whether any figure of the others left the money type
    all.add(new Control(CheckCode.ARITHMETIC, CheckCode.ARITHMETIC.doc(), false, List.of(), ""));
    return List.copyOf(all);
  }

  /** The page {@code docs/controls.md}: rule, check, limits, test, metric. */
  public static String page() {
    StringBuilder out =
        new StringBuilder(
            """
            # Controls

            Made from the code; `tapedeck controls report` adds when each last fired. A control that holds *growth* lets
            pass what only reduces a position; its figures are listed all the same. Exact definitions: `docs/risk.md`.
            Each refusal counts in `risk_limit_breaches_total{code="CODE"}`, each early warning in
            `risk_limit_warnings_total{code="CODE"}`. Each code is refused by a test in `GateTest`, whose last check is that
            none was left out, and the whole gate is held against an independent oracle (`RiskOracleTest`).

            Rules: RTS 6 = Commission Delegated Regulation (EU) 2017/589; 15c3-5 = SEC Rule 15c3-5; FIA = best practices of the
            Futures Industry Association. Rows name what a control serves, not that it alone satisfies a rule.

            | code | passes if | holds | limits and settings | rules |
            |---|---|---|---|---|
            """);
    for (Control control : all()) {
      out.append("| ")
          .append(control.code())
          .append(" | ")
          .append(control.doc())
          .append(" | ")
          .append(control.holdsReductions() ? "all" : "growth")
          .append(" | ")
          .append(String.join(", ", control.limits()))
          .append(" | ")
          .append(control.rules())
          .append(" |\n");
    }
    return out.append(Limits.table()).toString();
  }

  /** The limits by name. */
  private static final class Limits {
    static String table() {
      StringBuilder out =
          new StringBuilder(
              """

              ## Limits by name

              Of several scopes the smallest value holds (most), the largest (least) or the most specific (size). Required
              ones refuse growth where they are missing; any other is not held where no scope sets it.

              | name | unit | rule | required | what it is |
              |---|---|---|---|---|
              """);
      for (Limit limit : Limit.values()) {
        out.append("| ")
            .append(limit.key())
            .append(" | ")
            .append(limit.unit().name().toLowerCase(Locale.ROOT))
            .append(" | ")
            .append(limit.rule().name().toLowerCase(Locale.ROOT))
            .append(" | ")
            .append(limit.required() ? "yes" : "")
            .append(" | ")
            .append(limit.doc())
            .append(" |\n");
      }
      for (Setting setting : Setting.values()) {
        out.append("| ")
            .append(setting.key())
            .append(" | ")
            .append(setting.form().name().toLowerCase(Locale.ROOT))
            .append(" | specific | | ")
            .append(setting.doc())
            .append(" |\n");
      }
      return out.toString();
    }
  }
}
