package io.tapedeck.domain.market;

/** How final a bar is. */
public enum BarState {
  UNKNOWN,
  /** The interval goes on. */
  RUNNING,
  /** The interval is over. */
  CLOSED,
  /** A closed bar, counted anew after late trades. */
  REVISED
}
