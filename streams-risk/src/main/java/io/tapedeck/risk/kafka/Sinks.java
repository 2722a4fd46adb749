package io.tapedeck.risk.kafka;

/** Names of the topology's sinks. */
public final class Sinks {
  public static final String JOURNAL = "journal-sink";
  public static final String DECISIONS = "decisions-sink";
  public static final String APPROVED = "approved-sink";
  public static final String ACCOUNTS = "accounts-sink";
  public static final String DEAD_LETTERS = "dead-letters-sink";

  private Sinks() {}
}
