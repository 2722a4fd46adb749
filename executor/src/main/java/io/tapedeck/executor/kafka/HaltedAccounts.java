package io.tapedeck.executor.kafka;

import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.domain.tape.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accounts with a command that could not be read. What that command was is not known, so nothing
 * new is sent for the account until a person has seen to it and put the dead letter's address into
 * {@code execution.released_dead_letters}. An unreadable key halts every account. Cancels still
 * pass.
 */
final class HaltedAccounts {
  private final Set<String> released;
  private final Map<String, Coordinates> halted = new HashMap<>();
  private @Nullable Coordinates all;

  HaltedAccounts(Set<String> released) {
    this.released = Set.copyOf(released);
  }

  void add(DeadLetter letter) {
    if (released.contains(letter.source().toString())) {
      return;
    }
    byte[] key = letter.key();
    if (key == null) {
      all = letter.source();
    } else {
      halted.put(new String(key, StandardCharsets.UTF_8), letter.source());
    }
  }

  /** Why an account's commands must not be sent, or null. */
  @Nullable String refusal(String account) {
    Coordinates cause = all == null ? halted.get(account) : all;
    return cause == null
        ? null
        : "ACCOUNT_HALTED: unreadable command at "
            + cause
            + "; release it in execution.released_dead_letters";
  }
}
