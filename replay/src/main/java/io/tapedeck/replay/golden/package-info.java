/**
 * Golden tapes: what a build decides on a kept tape, written down, so that a build that decides
 * otherwise is found.
 */
@NullMarked
package io.tapedeck.replay.golden;

import org.jspecify.annotations.NullMarked;
