package io.tapedeck.risk;

import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.risk.core.Gate;
import io.tapedeck.risk.core.Limit;
import io.tapedeck.risk.core.LimitsProblems;
import io.tapedeck.risk.core.Setting;
import java.util.Arrays;
import java.util.List;

/** The limits that this build knows, and the controls that read them. */
public final class Limits {
  private Limits() {}

  /**
   * A limit or setting.
   *
   * @param name in risk-limits.yaml
   * @param form its unit, or how its text reads
   * @param required true if orders are refused without it
   * @param rule how scopes combine
   */
  public record Line(String name, String form, boolean required, String rule, String doc) {}

  /** A control. */
  public record Control(
      CheckCode code, String doc, boolean holdsReductions, List<String> limits, String rules) {}

  /** Every problem of limits; empty if they may be used. */
  public static List<LimitsProblem> problems(RiskLimits limits) {
    return LimitsProblems.of(limits).stream()
        .map(p -> new LimitsProblem(p.name(), p.message()))
        .toList();
  }

  /** A problem: which limit, and what to do. */
  public record LimitsProblem(String name, String message) {}

  /** True if a name is a number's. */
  public static boolean isNumber(String name) {
    return Limit.named(name) != null;
  }

  /** True if a name is a text's. */
  public static boolean isText(String name) {
    return Setting.named(name) != null;
  }

  /** All limits and settings. */
  public static List<Line> all() {
    List<Line> numbers =
        Arrays.stream(Limit.values())
            .map(
                l ->
                    new Line(
                        l.key(),
                        l.unit().name().toLowerCase(java.util.Locale.ROOT),
                        l.required(),
                        l.rule().name().toLowerCase(java.util.Locale.ROOT),
                        l.doc()))
            .toList();
    List<Line> texts =
        Arrays.stream(Setting.values())
            .map(
                s ->
                    new Line(
                        s.key(),
                        s.form().name().toLowerCase(java.util.Locale.ROOT),
                        false,
                        "specific",
                        s.doc()))
            .toList();
    return java.util.stream.Stream.concat(numbers.stream(), texts.stream()).toList();
  }

  /** All controls, in the order of a decision. */
  public static List<Control> controls() {
    return Gate.CHECKS.stream()
        .map(c -> new Control(c.code(), c.code().doc(), c.holdsReductions(), c.limits(), c.rules()))
        .toList();
  }
}
