package io.tapedeck.replay;

import io.tapedeck.domain.id.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * What of a journal is to be proved.
 *
 * @param partition the only one, or {@link #EVERY}
 * @param from number of the first entry
 * @param to number of the last
 * @param account the only one whose decisions are compared; null for all of them
 */
public record JournalRange(int partition, long from, long to, @Nullable AccountId account) {
  /** Every partition. */
  public static final int EVERY = -1;

  /** All of it. */
  public static final JournalRange ALL = new JournalRange(EVERY, 1, Long.MAX_VALUE, null);

  public JournalRange {
    if (from < 1 || to < from) {
      throw new IllegalArgumentException(
          "entries " + from + " to " + to + " are no range: entries are numbered from 1");
    }
  }

  /** All of it, with one account's decisions compared; null for all. */
  public JournalRange of(@Nullable AccountId only) {
    return new JournalRange(partition, from, to, only);
  }

  boolean coversPartition(int number) {
    return partition == EVERY || partition == number;
  }

  boolean coversEntry(long seq) {
    return seq >= from && seq <= to;
  }

  boolean coversAccount(AccountId owner) {
    return account == null || account.equals(owner);
  }
}
