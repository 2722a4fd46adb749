package io.tapedeck.domain.risk;

import io.tapedeck.domain.money.FixedPoint;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one check, passed or not. A value; its numbers are held in primitives because a
 * decision has dozens of them.
 */
public final class CheckResult {
  private static final Map<CheckCode, CheckResult> PASSED = new EnumMap<>(CheckCode.class);

  static {
    for (CheckCode code : CheckCode.values()) {
      PASSED.put(code, new CheckResult(code, true, Numbers.NONE, 0, 0, ""));
    }
  }

  /** Which numbers a check has, and how the headroom follows from them. */
  private enum Numbers {
    NONE,
    OBSERVED,
    AT_MOST,
    AT_LEAST
  }

  private final CheckCode code;
  private final boolean passed;
  private final Numbers numbers;
  private final long observed;
  private final long limit;
  private final String note;

  private CheckResult(
      CheckCode code, boolean passed, Numbers numbers, long observed, long limit, String note) {
    this.code = code;
    this.passed = passed;
    this.numbers = numbers;
    this.observed = observed;
    this.limit = limit;
    this.note = note;
  }

  /**
   * Of parts, as a decision on the tape holds them.
   *
   * @param observed raw scale-9 value in the code's unit, null where the check has none
   * @param limit raw scale-9 value, null where the check has none
   * @param headroom how far the order is from being refused, null where the check has none;
   *     negative means breached
   * @param note which limit applied, or why a growth limit did not hold a reducing order; may be
   *     empty
   * @throws IllegalArgumentException if the headroom does not follow from the other two
   */
  public static CheckResult of(
      CheckCode code,
      boolean passed,
      @Nullable Long observed,
      @Nullable Long limit,
      @Nullable Long headroom,
      String note) {
    if (observed == null && limit == null && headroom == null) {
      return of(code, passed, note);
    }
    if (observed != null && limit == null && headroom == null) {
      return new CheckResult(code, passed, Numbers.OBSERVED, observed, 0, note);
    }
    if (observed != null && limit != null && headroom != null) {
      // both differences of equal numbers are zero: at most is as good as at least
      if (headroom == limit - observed) {
        return new CheckResult(code, passed, Numbers.AT_MOST, observed, limit, note);
      }
      if (headroom == observed - limit) {
        return new CheckResult(code, passed, Numbers.AT_LEAST, observed, limit, note);
      }
    }
    throw new IllegalArgumentException(
        code
            + ": a headroom of "
            + headroom
            + " does not follow from "
            + observed
            + " and "
            + limit);
  }

  /** A check with numbers; passes while observed does not exceed the limit. */
  public static CheckResult atMost(CheckCode code, long observed, long limit, String note) {
    Math.subtractExact(limit, observed);
    return new CheckResult(code, observed <= limit, Numbers.AT_MOST, observed, limit, note);
  }

  /** A check with numbers; passes while observed does not fall short of the limit. */
  public static CheckResult atLeast(CheckCode code, long observed, long limit, String note) {
    Math.subtractExact(observed, limit);
    return new CheckResult(code, observed >= limit, Numbers.AT_LEAST, observed, limit, note);
  }

  /** A passed check that looked at a number, but no limit is set for it. */
  public static CheckResult unlimited(CheckCode code, long observed, String note) {
    return new CheckResult(code, true, Numbers.OBSERVED, observed, 0, note);
  }

  /** A check without numbers. */
  public static CheckResult of(CheckCode code, boolean passed, String note) {
    CheckResult constant = passed && note.isEmpty() ? PASSED.get(code) : null;
    return constant != null ? constant : new CheckResult(code, passed, Numbers.NONE, 0, 0, note);
  }

  /** Which check. */
  public CheckCode code() {
    return code;
  }

  /** True if it let the order pass. */
  public boolean passed() {
    return passed;
  }

  /** Raw scale-9 value in the code's unit, null where the check has none. */
  public @Nullable Long observed() {
    return numbers == Numbers.NONE ? null : observed;
  }

  /** Raw scale-9 value in the code's unit, null where the check has none. */
  public @Nullable Long limit() {
    return bounded() ? limit : null;
  }

  /** How far the order is from being refused; negative means breached, null where there is none. */
  public @Nullable Long headroom() {
    return !bounded() ? null : numbers == Numbers.AT_MOST ? limit - observed : observed - limit;
  }

  private boolean bounded() {
    return numbers == Numbers.AT_MOST || numbers == Numbers.AT_LEAST;
  }

  /** Which limit applied, or why a growth limit did not hold; may be empty. */
  public String note() {
    return note;
  }

  /** The same numbers, but passed since the order only reduces risk. */
  public CheckResult waived(String why) {
    return passed ? this : new CheckResult(code, true, numbers, observed, limit, why);
  }

  /** The same with another note. */
  public CheckResult noted(String text) {
    return new CheckResult(code, passed, numbers, observed, limit, text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CheckResult that
        && code == that.code
        && passed == that.passed
        && observed == that.observed
        && limit == that.limit
        && Objects.equals(observed(), that.observed())
        && Objects.equals(limit(), that.limit())
        && Objects.equals(headroom(), that.headroom())
        && note.equals(that.note);
  }

  @Override
  public int hashCode() {
    return Objects.hash(code, passed, observed, limit, note);
  }

  /** {@code CODE: observed=… limit=… headroom=… (note)}. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(code.name());
    out.append(passed ? " passed" : " FAILED");
    append(out, " observed=", observed());
    append(out, " limit=", limit());
    append(out, " headroom=", headroom());
    return note.isEmpty() ? out.toString() : out.append(" (").append(note).append(')').toString();
  }

  private static void append(StringBuilder out, String name, @Nullable Long raw) {
    if (raw != null) {
      FixedPoint.append(out.append(name), raw);
    }
  }
}
