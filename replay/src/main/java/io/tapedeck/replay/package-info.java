/**
 * Plays the tape again: verification of the risk journal, other limits, exported records; backtests
 * in {@code backtest}. Uses the services' pure cores and ingest's files, never their shells. Must
 * not import launcher.
 */
@NullMarked
package io.tapedeck.replay;

import org.jspecify.annotations.NullMarked;
