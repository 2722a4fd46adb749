/**
 * Ticks in, signals and intents out. From outside only this package is used, and the core by
 * replay.
 */
@NullMarked
package io.tapedeck.signals;

import org.jspecify.annotations.NullMarked;
