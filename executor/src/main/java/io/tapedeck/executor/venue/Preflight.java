package io.tapedeck.executor.venue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look at the account before the first order found.
 *
 * @param accountNumber the venue's number of the account, null where it shows none
 * @param funds what may be spent, as the venue says it, for a person; empty where it does not
 * @param problems what forbids trading, for a person; empty if nothing does
 */
public record Preflight(@Nullable String accountNumber, String funds, List<String> problems) {
  /** Copies the list. */
  public Preflight {
    problems = List.copyOf(problems);
  }
}
