package io.tapedeck.domain.id;

/**
 * The venue's id of one execution (fill); unique per venue account.
 *
 * @param value opaque text, never blank
 */
public record ExecutionId(String value) implements Comparable<ExecutionId> {
  public ExecutionId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("blank ExecutionId");
    }
  }

  @Override
  public int compareTo(ExecutionId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
