package io.tapedeck.executor.core;

/**
 * Times and names of claims.
 *
 * @param namespace tells installations apart that share a venue account
 * @param deadlineNanos after the claim, until when the venue may still take the order
 * @param skewNanos by how much the venue's clock may differ from ours
 */
public record ClaimPolicy(String namespace, long deadlineNanos, long skewNanos) {
  /** Our clock after which the venue's answer "absent" is final. */
  public long absenceFinalNanos(long notAfterNanos) {
    return Math.addExact(notAfterNanos, skewNanos);
  }
}
