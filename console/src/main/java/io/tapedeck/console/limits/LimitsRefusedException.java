package io.tapedeck.console.limits;

import io.tapedeck.domain.limits.LimitsProblems.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A change of limits that was not written. Carries every problem found. */
public final class LimitsRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** A refusal whose message lists all {@code problems}, one a line. */
  public LimitsRefusedException(List<Problem> problems) {
    super(
        problems.stream()
            .map(Problem::toString)
            .collect(
                Collectors.joining(
                    "\n  ",
                    "limits refused, nothing was written: "
                        + (problems.size() == 1 ? "1 problem" : problems.size() + " problems")
                        + "\n  ",
                    "")));
    this.problems = List.copyOf(problems);
  }

  /** All of them. */
  public List<Problem> problems() {
    return problems;
  }
}
