package io.tapedeck.runtime.config;

/** A config record with rules across its fields. Called once, when each field by itself is good. */
public interface Validated {
  /** Adds a problem for each broken rule; names both keys of a rule over two. */
  void validate(Problems problems);
}
