package io.tapedeck.executor.lane;

import io.tapedeck.executor.venue.Preflight;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the account behind the credentials is the one that the config means.
 *
 * @param accountNumber the venue's number of it; empty if the config does not say
 * @param live whether the config means real money
 */
public record AccountGuard(String accountNumber, boolean live) {
  /** Alpaca's numbers of paper accounts begin so. */
  private static final String PAPER = "PA";

  /** All that forbids to send orders there. */
  public List<String> problems(Preflight found) {
    List<String> problems = new ArrayList<>(found.problems());
    String number = found.accountNumber();
    if (number == null) {
      return problems;
    }
    if (!accountNumber.isEmpty() && !accountNumber.equals(number)) {
      problems.add(
          "the credentials are of account " + number + ", but account_number is " + accountNumber);
    }
    if (number.startsWith(PAPER) == live) {
      problems.add(
          "account "
              + number
              + (live ? " is a paper account, but live is true" : " is not a paper account"));
    }
    return problems;
  }
}
