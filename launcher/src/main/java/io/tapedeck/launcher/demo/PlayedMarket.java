package io.tapedeck.launcher.demo;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A market that the local venue plays, wherever the venue runs. */
interface PlayedMarket {
  /** Starts it. */
  void play();

  /** How far it is. */
  Progress progress();

  /** The venue's own ledger. */
  Path ledgerFile();

  /** Why the run cannot go on: a service that failed; null while all is well. */
  @Nullable String failure();

  /**
   * How far a market is.
   *
   * @param finished the last tick was sent
   * @param total ticks of the source
   * @param sent quotes and trades sent to a subscriber
   * @param badRows lines of the tape that are no ticks
   */
  record Progress(boolean finished, long total, long sent, List<BadRow> badRows) {}

  /** A line that is no tick, and why. */
  record BadRow(long line, String reason) {}
}
