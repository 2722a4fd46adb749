package io.tapedeck.domain.id;

/**
 * An account whose risk is kept as one.
 *
 * @param value a lower-case name such as {@code main}, never blank
 */
public record AccountId(String value) implements Comparable<AccountId> {
  public AccountId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("blank AccountId");
    }
  }

  @Override
  public int compareTo(AccountId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
