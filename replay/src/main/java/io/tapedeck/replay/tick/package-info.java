/**
 * Ticks of a tape in the one order that a replay plays them in: from a file, from a topic, or from
 * the local cache of either. Must not import the packages that play them.
 */
@NullMarked
package io.tapedeck.replay.tick;

import org.jspecify.annotations.NullMarked;
