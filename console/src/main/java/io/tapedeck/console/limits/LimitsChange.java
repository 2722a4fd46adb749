package io.tapedeck.console.limits;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.limits.LimitsProblems;
import io.tapedeck.domain.limits.LimitsProblems.Problem;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.RiskLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A wish to change the limits of one scope. Immutable; a pure function of the versions in force.
 *
 * @param scope as on the tape, {@link RiskLimits#SHADOW} before it for limits on trial
 * @param by who changes them
 * @param approvedBy the second person; empty if none
 * @param why the reason, never empty
 * @param atNanos the changer's clock, nanoseconds since the epoch
 * @param needsApprover true if there must be a second person
 */
public record LimitsChange(
    String scope, String by, String approvedBy, String why, long atNanos, boolean needsApprover) {

  /**
   * The next version with some names set.
   *
   * @param latest the newest version of each scope
   * @param wanted name to text, both as in risk-limits.yaml
   * @throws LimitsRefusedException naming every problem
   */
  public RiskLimits set(SortedMap<String, RiskLimits> latest, Map<String, String> wanted) {
    List<Problem> problems = people();
    RiskLimits base = base(latest);
    TreeMap<String, Long> values = values(base);
    TreeMap<String, String> settings = settings(base);
    wanted.forEach((name, text) -> assign(name, text, values, settings, problems));
    if (wanted.isEmpty()) {
      problems.add(new Problem("limits", "nothing to set; write NAME=VALUE"));
    }
    return next(latest, values, settings, problems);
  }

  /**
   * The next version without some names.
   *
   * @throws LimitsRefusedException naming every problem
   */
  public RiskLimits unset(SortedMap<String, RiskLimits> latest, List<String> names) {
    List<Problem> problems = people();
    RiskLimits base = base(latest);
    TreeMap<String, Long> values = values(base);
    TreeMap<String, String> settings = settings(base);
    for (String name : names) {
      if (values.remove(name) == null && settings.remove(name) == null) {
        problems.add(new Problem(name, "is not set by scope " + scope));
      }
    }
    return next(latest, values, settings, problems);
  }

  /**
   * The next live version of the scope: what its shadow says.
   *
   * @throws LimitsRefusedException naming every problem
   */
  public RiskLimits promote(SortedMap<String, RiskLimits> latest) {
    List<Problem> problems = people();
    RiskLimits shadow = latest.get(RiskLimits.SHADOW + scope);
    if (scope.startsWith(RiskLimits.SHADOW)) {
      problems.add(new Problem("scope", "name the live scope, not " + scope));
    } else if (shadow == null) {
      problems.add(
          new Problem("scope", "no limits are on trial for " + scope + "; see 'limits show'"));
    }
    return next(latest, values(shadow), settings(shadow), problems);
  }

  /** Where a change of a shadow begins: at the shadow, or at what is live if there is none yet. */
  private @Nullable RiskLimits base(SortedMap<String, RiskLimits> latest) {
    RiskLimits own = latest.get(scope);
    return own == null && scope.startsWith(RiskLimits.SHADOW)
        ? latest.get(scope.substring(RiskLimits.SHADOW.length()))
        : own;
  }

  private static TreeMap<String, Long> values(@Nullable RiskLimits base) {
    return base == null ? new TreeMap<>() : new TreeMap<>(base.values());
  }

  private static TreeMap<String, String> settings(@Nullable RiskLimits base) {
    return base == null ? new TreeMap<>() : new TreeMap<>(base.settings());
  }

  private List<Problem> people() {
    List<Problem> problems = new ArrayList<>();
    if (by.isBlank()) {
      problems.add(new Problem("by", "nobody is named; say who changes the limits"));
    }
    if (why.isBlank()) {
      problems.add(new Problem("why", "is empty; say why the limits change"));
    }
    if (needsApprover && approvedBy.isBlank()) {
      problems.add(
          new Problem(
              "approved_by",
              "is empty, and console.require_second_approver is true: name a second person"));
    }
    if (!approvedBy.isBlank() && same(approvedBy, by)) {
      problems.add(new Problem("approved_by", approvedBy + " cannot approve an own change"));
    }
    return problems;
  }

  private static boolean same(String one, String other) {
    return one.strip().toLowerCase(Locale.ROOT).equals(other.strip().toLowerCase(Locale.ROOT));
  }

  private static void assign(
      String name,
      String text,
      TreeMap<String, Long> values,
      TreeMap<String, String> settings,
      List<Problem> problems) {
    if (Limit.named(name) == null) {
      // a setting, or a name that the check of the whole will refuse with the known ones
      settings.put(name, text);
      return;
    }
    try {
      values.put(name, FixedPoint.parse(text));
    } catch (ArithmeticException | NumberFormatException e) {
      problems.add(new Problem(name, "'" + text + "' is no decimal of 9 places"));
    }
  }

  private RiskLimits next(
      SortedMap<String, RiskLimits> latest,
      TreeMap<String, Long> values,
      TreeMap<String, String> settings,
      List<Problem> problems) {
    RiskLimits before = latest.get(scope);
    RiskLimits next =
        new RiskLimits(
            scope,
            before == null ? 1 : before.version() + 1,
            by,
            approvedBy,
            why,
            atNanos,
            values,
            settings);
    problems.addAll(LimitsProblems.of(next));
    if (problems.isEmpty()
        && before != null
        && before.values().equals(values)
        && before.settings().equals(settings)) {
      problems.add(new Problem("limits", "scope " + scope + " already says so"));
    }
    if (!problems.isEmpty()) {
      throw new LimitsRefusedException(problems);
    }
    return next;
  }

  /** What differs between two versions: one {@code NAME OLD -> NEW} each, in order of names. */
  public static List<Difference> differences(@Nullable RiskLimits before, RiskLimits after) {
    SortedMap<String, String> was = before == null ? new TreeMap<>() : texts(before);
    SortedMap<String, String> is = texts(after);
    TreeMap<String, String> names = new TreeMap<>(was);
    names.putAll(is);
    List<Difference> found = new ArrayList<>();
    for (String name : names.keySet()) {
      String old = was.get(name);
      String now = is.get(name);
      if (old == null || !old.equals(now)) {
        found.add(new Difference(name, old, now));
      }
    }
    return found;
  }

  /** All names that a version sets, with their values as text. */
  public static SortedMap<String, String> texts(RiskLimits limits) {
    TreeMap<String, String> texts = new TreeMap<>(limits.settings());
    limits.values().forEach((name, raw) -> texts.put(name, FixedPoint.format(raw)));
    return texts;
  }

  /**
   * One changed name.
   *
   * @param old null if it was not set
   * @param now null if it is not set any more
   */
  public record Difference(String name, @Nullable String old, @Nullable String now) {
    @Override
    public String toString() {
      return name + " " + (old == null ? "-" : old) + " -> " + (now == null ? "-" : now);
    }
  }
}
