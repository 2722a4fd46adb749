package io.tapedeck.domain.risk;

import io.tapedeck.domain.money.FixedPoint;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one check, passed or not. A value; its numbers are held in primitives because a
 * decision has dozens of them.
 */
public final class CheckResult {
  private static final int OBSERVED = 1;
  private static final int LIMIT = 2;
  private static final int HEADROOM = 4;

  private final CheckCode code;
  private final boolean passed;
  private final byte present;
  private final long observed;
  private final long limit;
  private final long headroom;
  private final String note;

  private CheckResult(
      CheckCode code,
      boolean passed,
      int present,
      long observed,
      long limit,
      long headroom,
      String note) {
    this.code = code;
    this.passed = passed;
    this.present = (byte) present;
    this.observed = observed;
    this.limit = limit;
    this.headroom = headroom;
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
   */
  public CheckResult(
      CheckCode code,
      boolean passed,
      @Nullable Long observed,
      @Nullable Long limit,
      @Nullable Long headroom,
      String note) {
    this(
        code,
        passed,
        (observed == null ? 0 : OBSERVED)
            | (limit == null ? 0 : LIMIT)
            | (headroom == null ? 0 : HEADROOM),
        observed == null ? 0 : observed,
        limit == null ? 0 : limit,
        headroom == null ? 0 : headroom,
        note);
  }

  /** A check with numbers; passes while observed does not exceed the limit. */
  public static CheckResult atMost(CheckCode code, long observed, long limit, String note) {
    return new CheckResult(
        code,
        observed <= limit,
        OBSERVED | LIMIT | HEADROOM,
        observed,
        limit,
        Math.subtractExact(limit, observed),
        note);
  }

  /** A check with numbers; passes while observed does not fall short of the limit. */
  public static CheckResult atLeast(CheckCode code, long observed, long limit, String note) {
    return new CheckResult(
        code,
        observed >= limit,
        OBSERVED | LIMIT | HEADROOM,
        observed,
        limit,
        Math.subtractExact(observed, limit),
        note);
  }

  /** A passed check that looked at a number, but no limit is set for it. */
  public static CheckResult unlimited(CheckCode code, long observed, String note) {
    return new CheckResult(code, true, OBSERVED, observed, 0, 0, note);
  }

  /** A check without numbers. */
  public static CheckResult of(CheckCode code, boolean passed, String note) {
    return new CheckResult(code, passed, 0, 0, 0, 0, note);
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
    return (present & OBSERVED) == 0 ? null : observed;
  }

  /** Raw scale-9 value in the code's unit, null where the check has none. */
  public @Nullable Long limit() {
    return (present & LIMIT) == 0 ? null : limit;
  }

  /** How far the order is from being refused; negative means breached, null where there is none. */
  public @Nullable Long headroom() {
    return (present & HEADROOM) == 0 ? null : headroom;
  }

  /** Which limit applied, or why a growth limit did not hold; may be empty. */
  public String note() {
    return note;
  }

  /** The same numbers, but passed since the order only reduces risk. */
  public CheckResult waived(String why) {
    return passed ? this : new CheckResult(code, true, present, observed, limit, headroom, why);
  }

  /** The same with another note. */
  public CheckResult noted(String text) {
    return new CheckResult(code, passed, present, observed, limit, headroom, text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CheckResult that
        && code == that.code
        && passed == that.passed
        && present == that.present
        && observed == that.observed
        && limit == that.limit
        && headroom == that.headroom
        && note.equals(that.note);
  }

  @Override
  public int hashCode() {
    return Objects.hash(code, passed, present, observed, limit, headroom, note);
  }

  /** {@code CODE: observed=… limit=… headroom=… (note)}. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(code.name());
    out.append(passed ? " passed" : " FAILED");
    if ((present & OBSERVED) != 0) {
      FixedPoint.append(out.append(" observed="), observed);
    }
    if ((present & LIMIT) != 0) {
      FixedPoint.append(out.append(" limit="), limit);
    }
    if ((present & HEADROOM) != 0) {
      FixedPoint.append(out.append(" headroom="), headroom);
    }
    return note.isEmpty() ? out.toString() : out.append(" (").append(note).append(')').toString();
  }
}
