package io.tapedeck.signals.kafka;

/** Names of the topology's sinks. */
public final class Sinks {
  public static final String SIGNALS = "signals-sink";
  public static final String JOURNAL = "journal-sink";
  public static final String INTENTS = "intents-sink";
  public static final String DEAD_LETTERS = "dead-letters-sink";

  private Sinks() {}
}
