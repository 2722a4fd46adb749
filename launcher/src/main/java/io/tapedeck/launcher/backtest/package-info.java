/**
 * From config and command line to what replay plays: strategies, models, limits, tapes. Must not be
 * used by the services.
 */
@NullMarked
package io.tapedeck.launcher.backtest;

import org.jspecify.annotations.NullMarked;
